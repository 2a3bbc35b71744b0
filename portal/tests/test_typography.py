"""French typography, by code."""

import pytest

from portal.durations import duration, figure, hours, iso_duration, people, span
from portal.typography import french, typeset

NB, THIN = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Qu'avez-vous en commun ?", f"Qu’avez-vous en commun{THIN}?"),
        ("Le plan ; la suite !", f"Le plan{THIN}; la suite{THIN}!"),
        ("À éviter : trancher", f"À éviter{NB}: trancher"),
        ("« Notez. »", f"«{THIN}Notez.{THIN}»"),
        ("6 339 participants", f"6{THIN}339{NB}participants"),
        ("3 930 000 €", f"3{THIN}930{THIN}000{NB}€"),
        ("12 min, 20 personnes", f"12{NB}min, 20{NB}personnes"),
        ("de 10 h 42 à midi", f"de 10{NB}h 42 à midi"),
        ("http://x.fr/a?b", "http://x.fr/a?b"),
        ("l&#x27;idée", "l’idée"),
        ("", ""),
    ],
)
def test_french_sets_a_text(typed, set_):
    assert french(typed) == set_


def test_french_is_idempotent():
    text = french("« L'idée : 1 200 personnes ? »")
    assert french(text) == text


def test_typeset_touches_text_and_spoken_attributes_only():
    html = '<a href="?q=l\'eau : x" aria-label="L\'idée : oui ?" data-x="a : b">L\'eau : oui</a>'
    assert typeset(html) == (f'<a href="?q=l\'eau : x" aria-label="L’idée{NB}: oui{THIN}?" data-x="a : b">L’eau{NB}: oui</a>')


def test_typeset_follows_the_language_of_each_element():
    english = '<html lang="en"><p>It\'s : x <a lang="fr" title="L\'eau : x">L\'eau <b>: oui</b></a> that\'s</p>'
    expected = f'<html lang="en"><p>It\'s : x <a lang="fr" title="L’eau{NB}: x">L’eau <b>: oui</b></a> that\'s</p>'
    assert typeset(english, "en") == expected
    french = "<p>L'eau <li lang=\"en\"><li>it's</li> that's <code>l'x</code> it's</li> l'air</p>"
    assert typeset(french) == french.replace("L'eau", "L’eau").replace("l'air", "l’air")
    assert typeset("<p>It's</p>", "en") == "<p>It's</p>"


@pytest.mark.parametrize("tag", ["script", "style", "pre", "code", "textarea"])
def test_typeset_leaves_code_alone(tag):
    assert typeset(f"<{tag}>l'eau : x</{tag}> l'eau") == f"<{tag}>l'eau : x</{tag}> l’eau"


@pytest.mark.parametrize(
    ("minutes", "fr", "en"),
    [(5, "5 min", "5 min"), (60, "1 h", "1 h"), (90, "1 h 30", "1 h 30"), (480, "1 jour", "1 day"), (720, "1,5 jour", "1.5 days"),
     (960, "2 jours", "2 days"), (7200, "15 jours", "15 days"), (10_000, "21 jours", "21 days")],
)  # fmt: skip
def test_duration_reads_as_people_write_it(minutes, fr, en):
    assert duration(minutes, "fr").replace(NB, " ") == fr and duration(minutes, "en").replace(NB, " ") == en


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (5, 20, "5–20 min"),
        (60, 240, "1–4 h"),
        (30, 90, "30 min–1 h 30"),
        (480, 1440, "1–3 jours"),
        (480, 480, "1 jour"),
        (90, 480, "1 h 30–1 jour"),
    ],
)
def test_span_says_the_unit_once_when_it_can(low, high, text):
    assert span(low, high, "fr").replace(NB, " ") == text


def test_figures_group_digits_as_each_language_does():
    assert figure(6339, lang="fr") == f"6{THIN}339" and figure(6339, lang="en") == "6,339"
    assert people(4, 200, "fr") == "4–200" and people(12, None, "fr") == f"12{NB}et plus" and iso_duration(90) == "PT1H30M"


@pytest.mark.parametrize(("minutes", "said"), [(45, "45 min"), (60, "1 h"), (90, "1 h 30"), (515, "8 h 35"), (3_000, "50 h")])
def test_time_spent_in_many_sittings_is_never_said_in_days(minutes, said):
    assert hours(minutes).replace("\u00a0", " ") == said
