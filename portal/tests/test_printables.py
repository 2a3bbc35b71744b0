"""The sheets, frames and signs: what they refuse, what they draw, what stays legible."""

import re
from collections import Counter
from math import hypot

import pytest

from portal.pdf import PdfError, render
from portal.tests.test_pdf import HOSTILE, PRINTABLES, made, reader, squeeze, tags, text_of

RIGHTS = {"tool_name": "Outil", "reference": "OUT-999", "licence": "CC0", "attribution": "Nous"}
TABLE = {"kind": "table", "rows": 3, "columns": [{"title": "Qui"}, {"title": "Quoi"}]}
BOXES = {"kind": "boxes", "boxes": [{"title": "Avant"}, {"title": "Après"}]}
SCALE = {"kind": "scale", "levels": [{"mark": "1", "word": "peu"}, {"mark": "2", "word": "beaucoup"}]}


def sheet(*sections, **changes):
    page = {"heading": "Noter", "instruction": "Écrivez.", "sections": list(sections)}
    return RIGHTS | {"pages": [page]} | changes


def frames(count=2, **changes):
    all_of_them = [{"title": f"Case {number}", "question": "Quoi ?"} for number in range(1, count + 1)]
    return RIGHTS | {"heading": "Dessiner", "instruction": "Tracez.", "columns": 2, "frames": all_of_them} | changes


def signs(**changes):
    card = {"sign": "sun", "alt": "Un soleil", "word": "Soleil", "sentence": "Tout va bien."}
    return RIGHTS | {"cards": [card | changes]}


def structure(pdf):
    return Counter(tags(reader(pdf).trailer["/Root"]["/StructTreeRoot"]))


def sizes(page):
    """The sizes in points of the letters of a page, as printed."""
    found = Counter()

    def seen(text, cm, tm, font, size):
        if text.strip():
            found[round(size * hypot(tm[2], tm[3]) * hypot(cm[2], cm[3]), 1)] += 1

    page.extract_text(visitor_text=seen)
    return found


@pytest.mark.parametrize("path", PRINTABLES, ids=lambda path: path.stem)
def test_no_letter_of_a_printable_is_smaller_than_eight_points(path):
    for page in reader(made(path)[2]).pages:
        assert min(sizes(page)) >= 8


def test_tables_are_tables_with_their_headings():
    found = structure(render("sheet", sheet(TABLE), title="Fiche"))
    assert (found["/Table"], found["/TH"], found["/TD"], found["/TR"]) == (1, 2, 6, 4)


def test_rows_are_numbered_on_demand():
    shown = text_of(render("sheet", sheet(TABLE | {"numbered": True}), title="Fiche"))
    assert "QuiQuoi123" in shown
    assert "123" not in text_of(render("sheet", sheet(TABLE), title="Fiche"))


def test_boxes_to_tick_are_a_list():
    found = structure(render("sheet", sheet({"kind": "ticks", "items": ["un", "deux", "trois"], "columns": 2}), title="Fiche"))
    assert (found["/L"], found["/LI"]) == (2, 3)


def test_every_sign_has_its_words():
    pdf = render("signs", signs(), title="Cartes")
    assert structure(pdf)["/Figure"] == 1
    [path] = [path for path in PRINTABLES if path.stem == "inclusion-meteo"]
    assert structure(made(path)[2])["/Figure"] == 8


@pytest.mark.parametrize(
    "paper, orientation, size", [("A4", "portrait", (210, 297)), ("A3", "portrait", (297, 420)), ("A3", "landscape", (420, 297))]
)
@pytest.mark.parametrize("template, data", [("sheet", sheet(TABLE, BOXES)), ("frames", frames())])
def test_a_sheet_comes_on_the_paper_asked_for(template, data, paper, orientation, size):
    [page] = reader(render(template, data | {"paper": paper, "orientation": orientation}, title="Fiche")).pages
    assert tuple(round(float(side) * 25.4 / 72) for side in (page.mediabox.width, page.mediabox.height)) == size


def test_group_and_date_are_asked_unless_the_sheet_says_no():
    assert "GroupeDate" in text_of(render("frames", frames(), title="Planche"))
    assert "Groupe" not in text_of(render("frames", frames(blanks=False), title="Planche"))
    assert "GroupDate" in text_of(render("frames", frames(), lang="en", title="Board"))


@pytest.mark.parametrize(
    "template, data",
    [
        ("sheet", sheet({"title": HOSTILE, "question": HOSTILE})),
        ("sheet", sheet({"kind": "fields", "labels": [HOSTILE]})),
        ("sheet", sheet({"kind": "ticks", "items": [HOSTILE]})),
        ("sheet", sheet(TABLE | {"rows": [{"title": HOSTILE}]})),
        ("frames", frames(heading=HOSTILE)),
        ("frames", frames(instruction=HOSTILE)),
        ("signs", signs(sentence=HOSTILE)),
    ],
)
def test_hostile_text_comes_out_as_text(template, data):
    assert squeeze(HOSTILE) in text_of(render(template, data, title="Fiche"))


@pytest.mark.parametrize(
    "template, data, reason",
    [
        ("sheet", sheet(paper="A5"), "paper must be one of A4, A3"),
        ("sheet", sheet(TABLE, orientation="square"), "orientation must be one of portrait, landscape"),
        ("sheet", RIGHTS, "missing pages"),
        ("sheet", sheet(), "page 1: empty sections"),
        ("sheet", sheet("Texte"), "page 1, section 1: expected keys and values"),
        ("sheet", sheet({"kind": "star"}), "page 1, section 1: kind must be one of lines"),
        ("sheet", sheet({"question": "Quoi ?", "title": ""}), "page 1, section 1: empty title"),
        ("sheet", sheet({"share": 0}), "share must be above 0"),
        ("sheet", sheet(*[{"title": f"Partie {n}"} for n in range(30)]), "no room left to write"),
        ("sheet", sheet(*[{"kind": "fields", "labels": ["x"]} for _ in range(30)]), "page 1: more than one page"),
        ("sheet", sheet({"kind": "fields", "labels": [1]}), "labels must be texts"),
        ("sheet", sheet({"kind": "ticks", "items": []}), "empty items"),
        ("sheet", sheet({"kind": "scale", "levels": [{"mark": "1", "word": "un"}]}), "levels must be 2 to 7"),
        ("sheet", sheet(TABLE | {"rows": 0}), "rows must be a whole number, 1 to 40"),
        ("sheet", sheet(TABLE | {"rows": 40}), "no room for its rows"),
        ("sheet", sheet(TABLE | {"columns": []}), "empty columns"),
        ("sheet", sheet(TABLE | {"columns": [{}]}), "column 1: missing title"),
        ("sheet", sheet(TABLE | {"rows": [{"title": "Humeur", "curve": ["haut"]}]}), "curve must be two texts"),
        ("sheet", sheet(BOXES | {"boxes": [{"title": f"Case {n}"} for n in range(60)]}), "no room to write"),
        ("sheet", sheet(TABLE, attribution="mot " * 200), "too long for the foot of the page"),
        ("frames", frames(columns=9), "columns must be a whole number, 1 to 4"),
        ("frames", frames(60), "no room left in the frame"),
        ("frames", frames(lines=7), "lines must be a whole number, 0 to 6"),
        ("frames", frames(heading="Anticonstitutionnellement" * 3), "heading: too long for its place"),
        ("signs", signs(sign="abeille"), "unknown sign abeille; there are: sun"),
        ("signs", signs(alt=""), "card 1: empty alt"),
        ("signs", signs(word="mot" * 30), "card 1: too long for its place"),
    ],
)  # fmt: skip
def test_wrong_data_is_refused_in_one_clear_line(template, data, reason):
    with pytest.raises(PdfError, match=re.escape(reason)) as refusal:
        render(template, data, title="Fiche")
    assert str(refusal.value).startswith(f"{template}: ")
    assert "\n" not in str(refusal.value)


def test_questions_of_a_card_are_measured_at_their_own_size():
    """A question broken for smaller letters than its own ran over the foot of its card."""
    [path] = [path for path in PRINTABLES if path.stem == "world-cafe"]
    lines = reader(made(path)[2]).pages[0].extract_text().splitlines()
    assert "Deux minutes avant la cloche" in " ".join(lines)
    assert len([line for line in lines if len(line.split()) == 1 and line.strip().endswith(("?", "."))]) == 0
