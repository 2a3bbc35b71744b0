"""The PDFs say what their data says, to a reader and to a screen reader, and nothing can break them."""

import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader

from portal.pdf import PdfError, render, render_printable
from portal.pdf.glyphs import clean, coverage
from portal.pdf.printables import licence_name

PORTAL = Path(__file__).parents[1]
PRINTABLES = sorted((PORTAL / "demo" / "printables").glob("*.yaml"))
SIZES = {
    ("A3", "landscape"): (420, 297),
    ("A3", "portrait"): (297, 420),
    ("A4", "portrait"): (210, 297),
    ("A4", "landscape"): (297, 210),
}
CODES = {"kind", "template", "filename", "language", "licence", "paper", "orientation", "copies", "sign", "alt"}
HOSTILE = 'a#b $c$ \\d @e ]f[ *g* _h_ "i" <j> `k` //l #panic("m") #{1+1} ~n'


def typeset(value):
    """A stand-in for the site's own French typography."""
    if isinstance(value, dict):
        return {key: item if key in CODES else typeset(item) for key, item in value.items()}
    if isinstance(value, list):
        return [typeset(item) for item in value]
    if not isinstance(value, str):
        return value
    return re.sub(" ([;!?])", "\u202f\\1", value).replace(" :", "\u00a0:").replace("'", "’")


def printable(path):
    return typeset(yaml.safe_load(path.read_text(encoding="utf-8")))


def texts(value, key=""):
    if isinstance(value, dict):
        return [text for name, item in value.items() for text in texts(item, name)]
    if isinstance(value, list):
        return [text for item in value for text in texts(item, key)]
    return [value] if isinstance(value, str) and key not in CODES else []


def squeeze(text):
    """Without white space, since a reader of PDFs guesses spaces from positions."""
    return re.sub(r"\s", "", text)


def reader(pdf):
    return PdfReader(BytesIO(pdf))


def text_of(pdf):
    return squeeze("".join(page.extract_text() for page in reader(pdf).pages))


def tags(node, found=None):
    """The structure types of the tagged PDF, in reading order."""
    found = [] if found is None else found
    node = node.get_object()
    if isinstance(node, dict):
        if "/S" in node:
            found.append(node["/S"])
        if "/K" in node:
            tags(node["/K"], found)
    elif isinstance(node, list):
        for child in node:
            tags(child, found)
    return found


def canvas(**changes):
    zone = {"title": "Voit", "question": "Que voit-elle ?", "column": 1, "row": 1}
    base = {"tool_name": "Carte", "reference": "OUT-999", "licence": "CC0", "attribution": "Nous"}
    base |= {"heading": "Carte", "instruction": "Notez.", "columns": [1, 1], "rows": [1], "zones": [zone]}
    return base | changes


def deck(count, **changes):
    card = {"title": "Les faits", "word": "Voir", "sentence": "On regarde.", "points": ["Quoi ?", "Qui ?"]}
    base = {"tool_name": "Jeu", "reference": "OUT-999", "licence": "CC0", "attribution": "Nous"}
    return base | {"cards": [card | changes for _ in range(count)]}


@cache
def made(path):
    data = printable(path)
    return path.stem, data, render_printable(data)


@pytest.fixture(params=PRINTABLES, ids=lambda path: path.stem)
def sheet(request):
    return made(request.param)


def test_printable_has_its_pages_and_paper(sheet):
    _, data, pdf = sheet
    pages = reader(pdf).pages
    assert len(pages) == data["pages"]
    for page in pages:
        millimetres = [round(float(side) * 25.4 / 72) for side in (page.mediabox.width, page.mediabox.height)]
        assert tuple(millimetres) == SIZES[data["paper"], data["orientation"]]


def test_printable_says_all_of_its_data(sheet):
    _, data, pdf = sheet
    shown = text_of(pdf)
    expected = [*texts(data["data"]), data["tool"], data["attribution"], licence_name(data["licence"])]
    assert [text for text in expected if squeeze(text) not in shown] == []


def test_printable_is_tagged_with_title_and_language(sheet):
    _, data, pdf = sheet
    root = reader(pdf).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "fr"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader(pdf).metadata.title == data["title"]
    assert re.search(rb"pdfuaid:part\W+1\b", root["/Metadata"].get_data())


def test_printable_reads_in_order_from_its_first_heading(sheet):
    _, data, pdf = sheet
    found = [tag for tag in tags(reader(pdf).trailer["/Root"]["/StructTreeRoot"]) if tag.startswith("/H")]
    assert found == headings(data["data"])


def headings(data):
    """Of a printable, from its data: a page or a card is a first level, what it holds a second."""
    if "cards" in data:
        return ["/H1"] * len(data["cards"])
    if "frames" in data:
        return ["/H1"] + ["/H2"] * len(data["frames"])
    if "zones" in data:
        return ["/H1"] + ["/H2"] * sum(len(zone.get("rings", [zone])) for zone in data["zones"])
    seconds = [sum(("title" in part) + len(part.get("boxes", [])) for part in page["sections"]) for page in data["pages"]]
    return [tag for count in seconds for tag in ["/H1"] + ["/H2"] * count]


def test_card_questions_are_a_list():
    found = tags(reader(render("cards", deck(1), title="Jeu")).trailer["/Root"]["/StructTreeRoot"])
    assert found.count("/L") == 1
    assert found.count("/LI") == 2


def test_printable_uses_our_fonts_only(sheet):
    _, _, pdf = sheet
    names = {font.get_object()["/BaseFont"] for page in reader(pdf).pages for font in page["/Resources"]["/Font"].values()}
    assert names
    assert all("BricolageGrotesque" in name for name in names)


def test_points_of_view_never_borrow_the_book_s_images():
    deck_text = (PORTAL / "demo" / "printables" / "six-points-de-vue.yaml").read_text(encoding="utf-8").lower()
    for word in ("chapeau", "hat", "rouge", "jaune", "vert ", "bleu", "noir", "blanc"):
        assert not re.search(rf"\b{word}", deck_text), word


def test_same_data_gives_the_same_bytes(sheet):
    _, data, pdf = sheet
    assert render_printable(data) == pdf
    assert "/CreationDate" not in reader(pdf).metadata


def test_another_process_gives_the_same_bytes():
    code = (
        "import sys; from portal.pdf import render; from portal.tests.test_pdf import deck;"
        "sys.stdout.buffer.write(render('cards', deck(3), title='Jeu'))"
    )
    other = subprocess.run([sys.executable, "-c", code], cwd=PORTAL.parent, capture_output=True, check=True)
    assert other.stdout == render("cards", deck(3), title="Jeu")


def test_threads_do_not_mix_their_data():
    def one(number):
        return render("canvas", canvas(heading=f"Carte {number}"), title="Carte")

    alone = [one(number) for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(one, range(8))) == alone


@pytest.mark.parametrize("template, data", [("canvas", canvas), ("cards", lambda **_: deck(1))])
def test_english_sheet_says_so(template, data):
    pdf = render(template, data(), lang="en", title="Map")
    assert reader(pdf).trailer["/Root"]["/Lang"] == "en"
    assert ("Group" in text_of(pdf)) == (template == "canvas")
    assert "Groupe" not in text_of(pdf)


@pytest.mark.parametrize("field", ["heading", "instruction", "attribution", "tool_name", "reference", "licence"])
def test_hostile_text_of_a_canvas_comes_out_as_text(field):
    pdf = render("canvas", canvas(**{field: HOSTILE}), title=HOSTILE)
    assert squeeze(HOSTILE) in text_of(pdf)
    assert reader(pdf).metadata.title == HOSTILE


@pytest.mark.parametrize("field", ["title", "sentence"])
def test_hostile_text_of_a_card_comes_out_as_text(field):
    assert squeeze(HOSTILE) in text_of(render("cards", deck(1, **{field: HOSTILE}), title="Jeu"))


def test_text_that_looks_like_json_stays_text():
    text = '"}], "x": "\\u0000'
    assert squeeze(text) in text_of(render("cards", deck(1, points=[text]), title="Jeu"))


@pytest.mark.parametrize(
    "given, kept",
    [
        ("nul\0 tab\tfin", "nul tab fin"),
        ("abeille \U0001f41d\ufe0f !", "abeille  !"),
        ("\u202eretour\u202c \ud800", "retour "),
        ("Софья 東京", "????? ??"),
        ("e\u0301te\u0301 ﬁn", "été fin"),
        ("demi\u2011journée", "demi-journée"),
        ("une\r\ndeux\u2028trois", "une\ndeux\ntrois"),
        ("l’œuf «\u202fici\u202f» : Łódź", "l’œuf «\u202fici\u202f» : Łódź"),
    ],
)
def test_text_keeps_what_the_fonts_can_print(given, kept):
    assert clean(given) == kept
    assert render("canvas", canvas(instruction=f"x {given}"), title=f"x {given}").startswith(b"%PDF")


def test_every_character_of_the_fonts_can_be_printed():
    rows = [chr(code) for code in sorted(coverage()) if clean(chr(code)).strip()]
    assert len(rows) > 400
    pages = [rows[start : start + 40] for start in range(0, len(rows), 40)]
    for page in pages:
        assert render("cards", deck(1, points=["".join(page)]), title="Jeu").startswith(b"%PDF")


def test_a_line_never_ends_inside_a_hyphenated_word():
    question = "Que dit-elle, que fait-elle, que craint-elle, qu’espère-t-elle ? " * 3
    pdf = render("canvas", canvas(zones=[{"title": "Voit", "question": question}]), title="Carte")
    assert not re.search(r"\w-\s", reader(pdf).pages[0].extract_text())


@pytest.mark.parametrize("count, pages", [(1, 1), (4, 1), (5, 2), (9, 3)])
def test_cards_come_four_to_a_page(count, pages):
    assert len(reader(render("cards", deck(count), title="Jeu")).pages) == pages


def test_large_word_may_be_a_number():
    assert "42" in text_of(render("cards", deck(1, word=42), title="Jeu"))


@pytest.mark.parametrize("name", ["", "theme", "../canvas", "canvas.typ", "/etc/passwd", "CANVAS"])
def test_unknown_template_is_refused(name):
    with pytest.raises(PdfError, match="unknown template"):
        render(name, canvas(), title="Carte")


@pytest.mark.parametrize(
    "changes, reason",
    [
        ({"zones": []}, "empty zones"),
        ({"zones": None}, "empty zones"),
        ({"zones": "Voit"}, "zones is not a list"),
        ({"zones": ["Voit"]}, "zone 1: expected keys and values"),
        ({"zones": [{"title": "Voit"}]}, "zone 1: missing question"),
        ({"zones": [{"title": "a", "question": "b", "column": 3}]}, "outside the grid's columns"),
        ({"zones": [{"title": "a", "question": "b", "row": 1.5}]}, "row must be 1, 2, 3"),
        ({"zones": [{"title": "a", "question": "b", "kind": "star"}]}, 'unknown kind "star"'),
        ({"zones": [{"title": "a", "question": "b", "kind": "disc", "share": 7}]}, "share must be"),
        ({"rows": [0]}, "rows must be numbers above 0"),
        ({"instruction": "mot " * 400}, "instruction: too long for its place"),
        (
            {"zones": [{"title": "a", "question": "b", "kind": "list", "lines": 30}] * 2, "rows": [1, 1]},
            "no room",
        ),
        ({"zones": [{"title": "a", "question": "b " * 99, "kind": "disc", "share": 0.2}]}, "its circle"),
        ({"attribution": "mot " * 200}, "too long for the foot of the page"),
        ({"tool_name": "mot " * 200}, "too long for the foot of the page"),
        ({"heading": "Anticonstitutionnellement" * 3}, "heading: too long for its place"),
        ({"heading": "\U0001f41d"}, "empty heading"),
        ({"heading": {1}}, "cannot be written as JSON"),
        ({"heading": float("nan")}, "cannot be written as JSON"),
    ],
)
def test_wrong_canvas_is_refused_in_one_clear_line(changes, reason):
    with pytest.raises(PdfError, match=re.escape(reason)) as refusal:
        render("canvas", canvas(**changes), title="Carte")
    assert str(refusal.value).startswith("canvas: ")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "changes, reason",
    [
        ({"points": []}, "card 1: empty points"),
        ({"points": [1]}, "card 1: points must be texts"),
        ({"points": ["mot " * 200]}, "card 1: too much text"),
        ({"word": "mot" * 30}, "card 1: too long for its place"),
        ({"word": None}, "card 1: empty word"),
    ],
)
def test_wrong_card_is_refused_in_one_clear_line(changes, reason):
    with pytest.raises(PdfError, match=re.escape(reason)):
        render("cards", deck(1, **changes), title="Jeu")


@pytest.mark.parametrize("title, lang, reason", [(" \0", "fr", "title is empty"), ("Carte", "de", "language 'de'")])
def test_wrong_title_or_language_is_refused(title, lang, reason):
    with pytest.raises(PdfError, match=reason):
        render("canvas", canvas(), lang=lang, title=title)


@pytest.mark.parametrize("data", [[], None, "texte"])
def test_data_that_is_no_mapping_is_refused(data):
    with pytest.raises(PdfError):
        render("canvas", data, title="Carte")


def test_incomplete_printable_is_refused():
    with pytest.raises(PdfError, match="missing tool, licence"):
        render_printable({"template": "cards", "title": "x", "language": "fr", "attribution": "x", "data": {}})


@pytest.mark.parametrize(
    "code, name",
    [
        ("CC-BY-SA-4.0", "CC\u00a0BY-SA\u00a04.0"),
        ("CC-BY-4.0", "CC\u00a0BY\u00a04.0"),
        ("etalab-2.0", "Licence Ouverte\u00a02.0"),
        ("CC0-1.0", "CC0\u00a01.0"),
        ("all-rights-reserved", "all-rights-reserved"),
    ],
)
def test_licence_is_named_as_people_write_it(code, name):
    assert licence_name(code) == name


def test_readers_who_ask_together_wait_for_each_other(monkeypatch):
    """Twelve booklets at once took a gigabyte; one reader may ask for them."""
    now, most = [], []

    def compiled(template, inputs):
        now.append(template)
        most.append(len(now))
        time.sleep(0.02)
        now.pop()
        return b"%PDF"

    monkeypatch.setattr(sys.modules["portal.pdf.render"], "_compile", compiled)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: render("question", {"question": "?"}, title=f"{n}"), range(16)))
    assert made == [b"%PDF"] * 16 and max(most) == 1
