"""The demo content is worth reading: whole, its own, and true to the table of the twenty-seven tools."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
import yaml
from django.conf import settings

HERE = Path(settings.BASE_DIR) / "portal" / "demo"
TOOLS = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("tools/OUT-*.yaml"))}
PRINTABLES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("printables/*.yaml"))}
PAGES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("pages/*.yaml"))}


def texts(value):
    """Every text that readers see; the editors' note on their choices apart."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "choices":
                yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


def words(text):
    return re.findall(r"\w+", text.lower())


# Number, kind, minutes, people, times of the session: what the library was decided to hold.
DECIDED = """
001 format 480-1440 15-60 scan focus act
002 format 480-1920 12-60 scan focus act
003 format 600-1800 4-12 focus act
004 format 4800-7200 3-8 scan focus
005 format 480-2400 5-12 scan focus act
006 method 60-120 3-6 prepare
007 activity 5-20 3-40 open
008 canvas 30-90 3-20 scan
009 canvas 45-120 3-30 scan
010 canvas 10-60 2-30 scan
011 canvas 60-180 3-30 scan
012 method 120-480 1-12 scan
013 activity 20-45 3-40 focus
014 method 60-240 12-200 scan focus
015 format 180-960 12-300 scan focus act
016 activity 12-30 4-200 focus
017 activity 30-45 4-36 focus
018 activity 8-20 3-40 focus
019 activity 30-60 4-100 focus
020 method 30-90 4-20 focus act
021 method 90-480 4-12 focus
022 activity 20-60 3-25 act
023 activity 5-20 3-60 act
024 method 60-240 3-40 focus act
025 method 60-240 4-8 follow
026 method 15-60 3-60 close
027 method 45-90 3-12 follow
"""


def test_the_tools_have_the_facts_decided():
    told = [
        f"{reference[-3:]} {t['kind']} {t['duration_min']}-{t['duration_max']} {t['people_min']}-{t['people_max']} {' '.join(t['phases'])}"
        for reference, t in TOOLS.items()
    ]
    assert told == DECIDED.strip().splitlines()


def test_there_are_twenty_seven_tools():
    assert sorted(TOOLS) == [f"OUT-{n:03}" for n in range(1, 28)]


@pytest.mark.parametrize("reference", sorted(TOOLS))
def test_a_tool_is_enough_by_itself(reference):
    tool = TOOLS[reference]
    steps = tool["steps"]
    total = sum(step["minutes"] for step in steps if not step.get("optional"))
    assert len(steps) >= 4 and all(step["say"] and step["do"] and step["output"] for step in steps)
    assert tool["duration_min"] <= total <= tool["duration_max"]
    assert all(tool[name] for name in ("purpose", "when_to_use", "when_not_to_use", "materials", "pitfalls", "tips", "choices"))
    assert tool["rights"]["licence"] and tool["rights"]["attribution_text"]
    assert len(tool["tagline"]) <= 160


def test_no_two_tools_share_a_step_or_a_run_of_eight_words():
    runs, steps = defaultdict(set), defaultdict(set)
    for reference, tool in TOOLS.items():
        for text in texts(tool):
            found = words(text)
            for n in range(len(found) - 7):
                runs[tuple(found[n : n + 8])].add(reference)
        for step in tool["steps"]:
            steps[tuple(words(step["say"]))].add(reference)
    assert {run: who for run, who in runs.items() if len(who) > 1} == {}
    assert {said: who for said, who in steps.items() if len(who) > 1} == {}


def fits(tool, low, high, few, many):
    """The interval rule in plain Python: the same as the listing's SQL."""
    return (
        tool["duration_min"] <= high
        and (low is None or tool["duration_max"] >= low)
        and tool["people_min"] <= few
        and (tool["people_max"] is None or tool["people_max"] >= many)
    )


def test_the_interval_rule_finds_thirteen_and_fourteen():
    at_most = {t["title"] for t in TOOLS.values() if fits(t, None, 45, 20, 20)}
    between = {t["title"] for t in TOOLS.values() if fits(t, 15, 60, 12, 25)}
    assert (len(at_most), len(between)) == (13, 14)
    assert "Carte d'empathie" in at_most and "World café" not in at_most and "1-2-4-Tous" in at_most


def test_editors_type_plain_typography():
    """Apostrophes and spaces are put in by code."""
    wrong = [path.name for path in HERE.rglob("*.yaml") if re.search("[’\u00a0\u202f]", path.read_text(encoding="utf-8"))]
    assert wrong == []


def test_news_are_eight_of_three_kinds_at_least_and_long_enough():
    news = [page for page in PAGES.values() if page["type"] == "news"]
    assert len(news) == 8 and {"interview", "report", "opinion"} <= {page["kind"] for page in news}
    for page in news:
        assert 300 <= sum(len(words(text)) for text in texts(page["body"])) <= 900, page["title"]


def test_legal_pages_and_help_are_there():
    kinds = {page["type"] for page in PAGES.values()}
    slugs = {page.get("slug") for page in PAGES.values()}
    assert {"help", "content", "legal"} <= kinds
    assert {"accessibilite", "mentions-legales", "donnees-personnelles", "cookies", "securite", "aide"} <= slugs
    assert "non conforme" in str(PAGES["accessibilite"])


def test_english_is_there_for_home_and_five_tools():
    english = sorted(path.stem for path in HERE.glob("tools/en/*.yaml"))
    assert len(english) == 5 and "accueil.en" in PAGES
    for reference in english:
        data = yaml.safe_load((HERE / "tools" / "en" / f"{reference}.yaml").read_text(encoding="utf-8"))
        assert len(data["steps"]) == len(TOOLS[reference]["steps"]) and data["title"] and data["rights"]["attribution_text"]


def test_every_tool_has_a_printable_of_its_own_name_and_licence():
    assert {p["tool"] for p in PRINTABLES.values()} == set(TOOLS)
    for name, p in PRINTABLES.items():
        assert p["licence"] == TOOLS[p["tool"]]["rights"]["licence"], name
        assert TOOLS[p["tool"]]["title"].startswith(p["data"]["tool_name"][:9]), name
        people = re.findall(r"[A-Z]\w+", TOOLS[p["tool"]]["rights"].get("inventor", ""))
        assert not people or any(person in p["attribution"] for person in people), name


def test_printables_have_titles_and_files_of_their_own():
    for key in ("title", "filename"):
        assert len({p[key] for p in PRINTABLES.values()}) == len(PRINTABLES)
    for p in PRINTABLES.values():
        size = re.search(r"\bA[346]\b", p["title"])[0]
        assert p["filename"].endswith(f"-{size.lower()}.pdf") and p["paper"] == size.replace("A6", "A4")
        assert len(p["title"]) <= 120 and len(p["attribution"]) <= 160  # the credit of its file
        assert (p["template"] in ("cards", "signs")) == (p["kind"] == "card") and p["copies"] in ("person", "group", "session")


def test_no_two_printables_share_a_run_of_eight_words_nor_repeat_a_tool():
    runs = defaultdict(set)
    told = {name: p["data"] for name, p in PRINTABLES.items()} | TOOLS
    for name, data in told.items():
        for text in texts(data):
            found = words(text)
            for n in range(len(found) - 7):
                runs[tuple(found[n : n + 8])].add(name)
    assert {run: who for run, who in runs.items() if len(who) > 1} == {}
