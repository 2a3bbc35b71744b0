"""Cards on paper: two pages, tagged, all that they must say and nothing that must not be there."""

import re
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext, override
from pypdf import PdfReader

from portal.tests.test_pdf import squeeze, tags
from portal.tests.world import fresh, term
from tools_library.models import Material, ToolPage, ToolStep
from tools_library.paper import content, pdf

pytestmark = pytest.mark.usefixtures("own_folder")
DEMO = Path(settings.BASE_DIR) / "portal" / "demo"
TOOLS = sorted((DEMO / "tools").glob("OUT-*.yaml"))
HOSTILE = '#panic("non") $x^2$ *gras* _i_ `c` <b>balise</b> \\ [lien](x) @ref ~ // fin'


def where(path):
    return f"https://essaim.example.fr{path}"


def sheet(tool, user=None, notes=""):
    return content.sheet(ToolPage.for_page().get(pk=tool.pk), user or AnonymousUser(), where, notes)


def pages(made):
    return [page.extract_text() for page in PdfReader(BytesIO(made)).pages]


def millimetres(made):
    box = PdfReader(BytesIO(made)).pages[0].mediabox
    return round(float(box.width) * 25.4 / 72), round(float(box.height) * 25.4 / 72)


def of_demo(w, path):
    """A tool of the demo, published in the small site."""
    from portal.demo import tools

    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    tools.load_materials()
    page = ToolPage(owner_lab=w.a, live=False, **tools.words(data) | {"licence": "CC-BY-SA-4.0"})
    for field, vocabulary in tools.VOCABULARIES.items():
        setattr(page, field, [term(vocabulary, code) for code in data.get(field) or []])
    page.steps = tools.steps(data)
    page.materials = tools.materials(data, {row.code: row for row in Material.objects.all()})
    w.tools.add_child(instance=page)
    page.save_revision().publish()
    return fresh(page)


def test_there_are_27_tools_in_the_demo():
    assert len(TOOLS) == 27


@pytest.mark.parametrize("path", TOOLS, ids=lambda path: path.stem)
def test_a_card_of_the_demo_is_two_pages_that_say_it_all(w, path):
    told = sheet(of_demo(w, path))
    recto, verso = map(squeeze, pages(pdf.fiche(told)))
    for text in (told["title"], told["tagline"], told["question"], *(step["say"] for step in told["steps"])):
        assert squeeze(text) in recto
    helps = [run["text"] for part in told["verso"] for block in part["blocks"] for item in block["items"] for run in item]
    for text in (*(row["do"] for row in told["gestures"]), *helps, *told["rights"], told["print"]["short"]):
        assert squeeze(text) in verso
    assert squeeze(told["gestures"][0]["do"]) not in recto


def test_a_card_is_tagged_with_title_language_and_headings_in_order(w):
    made = pdf.fiche(sheet(of_demo(w, TOOLS[1])))
    reader = PdfReader(BytesIO(made))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "fr" and reader.metadata.title == "Co-design flash (OUT-002)"
    assert re.search(rb"pdfuaid:part\W+1\b", root["/Metadata"].get_data())
    levels = [int(tag[2:]) for tag in tags(root["/StructTreeRoot"]) if re.fullmatch(r"/H\d", tag)]
    assert levels[0] == 1 and levels.count(1) == 1 and levels.count(3) > 10
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    found = tags(root["/StructTreeRoot"])
    assert found.count("/Figure") == 2 and "/L" in found  # the diagram and the code to scan


def test_pictures_of_a_card_are_described(w):
    told = sheet(of_demo(w, TOOLS[6]))
    assert "Faire le tour" in told["picture"]["alt"]
    made = pdf.fiche(told).decode("latin-1")
    assert made.count("/Alt") == 2


def test_a_very_long_tool_overflows_and_says_so(w):
    tool = w.tool("Fleuve", steps=0, purpose="<p>" + "Un mot après un autre, encore. " * 700 + "</p>")
    tool.steps = [
        ToolStep(sort_order=n, title=f"Étape {n}", minutes=5, participation="solo", say="Dites-le bien. " * 12) for n in range(40)
    ]
    tool.save_revision().publish()
    made = pages(pdf.fiche(sheet(tool)))
    assert len(made) > 2
    words = gettext("This card is long: it continues on the next page.")
    assert sum(squeeze(words) in squeeze(page) for page in made) == 2  # the recto and the verso
    assert pages(pdf.fiche(sheet(tool))) == made  # also once its size is known
    assert all(squeeze(f"Étape {n}") in squeeze("".join(made)) for n in range(40))


def test_text_is_never_markup(w):
    tool = w.tool(
        HOSTILE, tagline=HOSTILE, structuring_question=HOSTILE, tips=HOSTILE, purpose=f"<p>{HOSTILE}</p>".replace("<b>", "")
    )
    told = sheet(tool)
    for made in (pdf.fiche(told), pdf.small_cards([told], "fr"), pdf.question(told), pdf.booklet([told], "Livret", "Un.", "fr")):
        assert squeeze('#panic("non")') in squeeze("".join(pages(made)))


@pytest.mark.parametrize("title", ["A" * 120, "mot " * 30, "۩" * 120, "x" * 60 + "-" + "y" * 59])
def test_no_title_breaks_a_sheet(w, title):
    tool = w.tool(title.strip(), slug="long", tagline="T" * 160, structuring_question="Q" * 200)
    told = sheet(tool)
    assert len(pages(pdf.fiche(told))) == 2
    assert len(pages(pdf.small_cards([told], "fr"))) == 1
    assert len(pages(pdf.question(told))) == 1


def test_a_tool_of_few_words_has_no_empty_part(w):
    told = sheet(w.tool("Sec", steps=0))
    recto, verso = pages(pdf.fiche(told))
    assert told["picture"] is None and told["gestures"] == []
    assert squeeze(told["words"]["steps"]) not in squeeze(recto) and squeeze(told["words"]["gestures"]) not in squeeze(verso)


def test_small_cards_are_four_to_a_page(w):
    sheets = [sheet(w.tool(f"Outil {n}")) for n in range(5)]
    made = pdf.small_cards(sheets, "fr")
    assert millimetres(made) == (210, 297)
    one, two = pages(made)
    assert [squeeze(told["print"]["short"]) in squeeze(one) for told in sheets] == [True] * 4 + [False]
    assert squeeze(sheets[4]["print"]["short"]) in squeeze(two) and "10–30" in two


def test_the_question_fills_an_a3(w):
    made = pdf.question(sheet(w.tool("Outil", structuring_question="Pourquoi revenir ?")))
    assert millimetres(made) == (420, 297)
    sizes = []
    PdfReader(BytesIO(made)).pages[0].extract_text(visitor_text=lambda text, cm, tm, font, size: sizes.append(size))
    assert max(sizes) > 120  # points


def test_a_booklet_lists_its_cards_with_links_and_bookmarks(w):
    sheets = [sheet(w.tool(f"Outil {n}")) for n in range(3)]
    reader = PdfReader(BytesIO(pdf.booklet(sheets, "Trois outils", "Un livret.", "fr")))
    assert len(reader.pages) == 7
    contents = reader.pages[0].extract_text()
    assert [f"Outil {n}" in contents for n in range(3)] == [True] * 3
    links = [row.get_object() for row in reader.pages[0]["/Annots"]]
    assert len(links) == 3 and all(link["/Subtype"] == "/Link" for link in links)
    marks = [mark.title for mark in reader.outline if not isinstance(mark, list)]
    assert marks == ["Trois outils", "Outil 0", "Outil 1", "Outil 2"]
    assert [reader.get_destination_page_number(m) for m in reader.outline if not isinstance(m, list)] == [0, 1, 3, 5]


def test_an_english_card_is_in_english(w):
    with override("en"):
        tool = w.english(w.tool("Outil", expected_outputs="Une liste"), title="Tool", slug="tool", tagline="One sentence.")
    made = pdf.fiche(sheet(tool))
    assert PdfReader(BytesIO(made)).trailer["/Root"]["/Lang"] == "en"
    recto, verso = pages(made)
    assert "Participants" in recto and "What it is for" in verso and "https://" not in recto and "/en/o/" in squeeze(verso)


def test_notes_of_facilitators_stand_only_where_they_are_asked(w):
    tool = w.tool("Outil", facilitator_notes="<p>CANARI</p>")
    assert "CANARI" not in "".join(pages(pdf.fiche(sheet(tool))))
    assert "CANARI" in pages(pdf.fiche(sheet(tool, notes=tool.facilitator_notes)))[1]


def test_what_goes_on_the_table_is_said_as_on_the_page(w):
    from tools_library.models import ToolMaterial

    tool, pens = w.tool("Outil"), Material.objects.create(code="pens", name_fr="Stylos", category="stationery")
    tool.materials = [ToolMaterial(sort_order=0, material=pens, quantity=2, per="person", note="noirs", optional=True)]
    tool.save_revision().publish()
    lines = [item[0]["text"] for block in sheet(tool)["recto"][0]["blocks"] for item in block["items"]]
    assert lines == ["Stylos\u00a0: 2 par personne, noirs (facultatif)"]


def test_a_booklet_sets_its_cards_as_they_were_set_alone_without_measuring_again(w, own_folder):
    sheets = [sheet(w.tool(f"Outil {n}", tips="Un conseil.\n" * (n + 1))) for n in range(2)]
    cold = pdf.booklet(sheets, "Deux outils", "Un livret.", "fr")
    assert len(list(own_folder.glob("*/*"))) == 2
    assert pdf.booklet(sheets, "Deux outils", "Un livret.", "fr") == cold
    fit = pdf.fits(cold)["OUT-001"]
    assert set(fit) == {"recto", "verso"} and pdf.fits(pdf.fiche(sheets[0]))["OUT-001"] == fit
    for path in own_folder.glob("*/*"):
        path.write_text('{"recto": [8, 0], "verso": [8, 0]}')
    assert pdf.fits(pdf.booklet(sheets, "Deux outils", "Un livret.", "fr"))["OUT-002"] == {"recto": (8, 0), "verso": (8, 0)}
