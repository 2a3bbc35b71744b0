"""Files of tools: what goes out comes back unchanged, what is strange is refused in one sentence."""

import csv
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from portal.tests.world import fresh
from tools_library.models import Material, ToolMaterial, ToolPage
from tools_library.sheets import cells, layout, planning, reading, richtext, tables
from tools_library.sheets.exporting import export
from tools_library.sheets.writing import model_file

HEADINGS = ["Référence", "Nom de l'outil", "Lab référent", "Nature", "Durée mini (min)", "Objectifs", "Conseils"]


def upload(data, name="outils.csv"):
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


def rows(*lines, headings=HEADINGS, mark=";", encoding="utf-8"):
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows([headings, *lines])
    return upload(out.getvalue().encode(encoding))


def workbook(**sheets):
    book = Workbook()
    book.remove(book.active)
    for title, lines in sheets.items():
        page = book.create_sheet(title)
        for line in lines:
            page.append(line)
    out = io.BytesIO()
    book.save(out)
    return upload(out.getvalue(), "outils.xlsx")


def planned(user, file):
    return planning.plan(user, tables.table(file))


def outcomes(user, file):
    return [line.outcome for line in planned(user, file)]


def rich_tool(w, title="Outil =1+1", **fields):
    """A tool with something of everything, some of it hostile."""
    tool = w.tool(
        title, tips='=HYPERLINK("http://x")\n@cmd', tagline="-1 de plus", attribution_text="'=déjà", pitfalls="+33 1",
        purpose='<p>Un <b>gros</b> but; voyez <a href="https://a.example/?a=1&amp;b=2">là</a>.</p><ul><li>un</li><li>deux</li></ul>',
        facilitator_notes="<p>Ligne<br/>autre * étoile</p>", last_reviewed_on="2026-03-14", alt_titles="Un | deux", live=False, **fields
    )  # fmt: skip
    thing, _made = Material.objects.get_or_create(code="feutres-test", name_fr="Feutres d'essai", category="stationery")
    tool.materials = [ToolMaterial(sort_order=0, material=thing, quantity=2, per="person", note="＝plein")]
    tool.steps.add(tool.steps.first())
    tool.save()
    tool.save_revision()
    return fresh(tool)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_changes_nothing_when_it_comes_back(w, people, form):
    rich_tool(w)
    w.tool("Autre; avec un point-virgule", w.a)
    lines = planned(people.editor, upload(export(people.editor, ToolPage.objects.all(), form), f"outils.{form}"))
    assert [(line.outcome, line.changes, line.faults) for line in lines] == [("same", [], [])] * 2


def test_an_export_holds_ones_own_tools_in_the_order_of_the_list(w, people):
    w.tool("À nous deux"), w.tool("À nous un"), w.tool("À elle", w.b)
    data = export(people.editor, ToolPage.objects.order_by("title"), "csv").decode("utf-8-sig")
    titles = [row["Nom de l'outil"] for row in csv.DictReader(io.StringIO(data), delimiter=";")]
    assert titles == ["À nous deux", "À nous un"]


def test_no_cell_of_a_csv_is_a_formula(w, people):
    rich_tool(w)
    data = export(people.editor, ToolPage.objects.all(), "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    header, row = csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")
    told = dict(zip(header, row, strict=True))
    assert told["En une phrase"] == "'-1 de plus" and told["Attribution"] == "''=déjà" and told["Conseils"].startswith("'=")
    assert told["Matériel 1 – Note"] == "'＝plein"
    assert not [cell for cell in row if cell[:1] in tuple("=+-@\t\r＝＋－＠")]


def test_no_cell_of_a_workbook_is_a_formula(w, people):
    rich_tool(w, "=1+1")
    book = load_workbook(io.BytesIO(export(people.editor, ToolPage.objects.all(), "xlsx")))
    found = [cell for page in book for line in page.iter_rows() for cell in line if cell.value is not None]
    assert book.sheetnames == ["Outils", "Étapes", "Matériel"]
    assert {cell.data_type for cell in found} == {"s", "n"} and "=1+1" in {cell.value for cell in found}


@pytest.mark.parametrize("sign", "=+-@\t\r＝＋－＠")
def test_an_apostrophe_guards_and_comes_off_again(sign):
    for text in (f"{sign}1", f"'{sign}1", f"''{sign}1", "l'an", "'quote"):
        assert cells.unguarded(cells.guarded(text)) == text
    assert cells.guarded(f"{sign}1") == f"'{sign}1" and cells.guarded("l'an") == "l'an"


@pytest.mark.parametrize(
    "html",
    [
        "<p>Plat.</p>", "<p>Un <b>gras</b> et un <i>italique</i>.</p>", "<p>Un</p><p>deux</p>",
        "<ul><li>un</li><li>deux</li></ul>", "<ol><li>un</li><li>deux</li></ol>", "<p>3 * 4 &lt; 13 &amp; snake_case</p>",
        '<p>Voir <a href="https://a.example/x_y">là [1]</a>.</p>', '<p><a linktype="page" id="3">ici</a></p>', "<p>- tiret</p>",
    ],
)  # fmt: skip
def test_rich_text_comes_back_as_it_was(html):
    again = richtext.to_html(richtext.to_text(html)).replace("</li> <li>", "</li><li>").replace("<ul> ", "<ul>")
    assert again.replace(" </ul>", "</ul>").replace("<ol> ", "<ol>").replace(" </ol>", "</ol>") == html


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "[x](javascript:alert(1))", '<a href="x" onclick="y">'])
def test_markup_in_a_cell_is_text(text):
    html = richtext.to_html(text)
    assert "<script" not in html and "<a " not in html and "<img" not in html


# --- files of office software in French


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
def test_every_separator_and_encoding_of_excel_is_read(w, people, mark, encoding):
    file = rows(
        ["", "Écoute œuvre ; à deux, €", "Lab a", "Méthode", "1 440", "Générer des idées", "a|b"], mark=mark, encoding=encoding
    )
    [line] = planned(people.editor, file)
    assert (line.outcome, line.title) == ("created", "Écoute œuvre ; à deux, €")
    assert {name: line.values[name] for name in ("kind", "duration_min", "tips", "owner_lab")} == {
        "kind": "method", "duration_min": 1440, "tips": "a\nb", "owner_lab": w.a.pk,
    }  # fmt: skip


def test_headings_and_words_are_known_whatever_their_accents_or_language(w, people):
    file = rows(
        ["", "Un", "a", "canvas", "8", "GENERER DES IDEES"],
        headings=["reference", "NOM DE L’OUTIL", "Owner lab", "nature", "duration_min", "objectifs"],
    )
    [line] = planned(people.editor, file)
    assert line.outcome == "created" and line.values["kind"] == "canvas" and len(line.values["goals"]) == 1


def test_an_unknown_column_is_told_with_the_one_that_was_meant(w, people):
    table = tables.table(rows(["", "Un", "8"], headings=["Référence", "Nom de l'outil", "Durée min (mn)"]))
    assert table.ignored == ["Durée min (mn)"] and tables.close_to(table.ignored[0]) == "Durée mini (min)"


def test_steps_come_from_their_own_sheet_by_reference_or_by_name(w, people):
    tool = w.tool("Là", w.a)
    steps = [["Référence", "Nom de l'outil", "Ordre", "Titre", "Minutes", "Forme de travail", "Ce que je dis"],
             [tool.reference, "", 2, "Étape 1", 9, "En plénière", "Dites."], [tool.reference, "", 1, "Étape 0", 8, "plenary", "Dites 0."],
             ["", "Neuf", 1, "Seul", 5, "solo", "Dites."], ["OUT-999", "", 1, "Perdue", 5, "solo", "Dites."]]  # fmt: skip
    steps[1][5] = "Tous ensemble"
    file = workbook(Outils=[HEADINGS[:3], [tool.reference, "Là", "Lab a"], [None, "Neuf", "Lab a"]], Étapes=steps)
    changed, new, stray = planned(people.editor, file)
    assert changed.changes == [("Étape 2 – Minutes", "8", "9"), ("Étape 2 – Ce que je dis", "Dites 1.", "Dites.")]
    assert [step["translation_key"] for step in changed.values["steps"]] == [
        str(step.translation_key) for step in tool.steps.all()
    ]
    assert new.outcome == "created" and new.values["steps"][0]["title"] == "Seul"
    assert stray.outcome == "refused" and stray.number == 5


def test_a_tool_without_steps_in_the_file_keeps_its_own(w, people):
    tool = w.tool("Là", w.a)
    assert outcomes(
        people.editor,
        rows(
            [tool.reference, "Là", "Lab a", "", "", ""],
            headings=HEADINGS[:3] + [f"Étape 1 – {x}" for x in ("Titre", "Minutes", "Ce que je dis")],
        ),
    ) == ["same"]


def test_the_model_to_fill_in_can_be_imported_as_it_is(w, people):
    for form in ("csv", "xlsx"):
        [line] = planned(people.editor, upload(model_file(people.editor, form), f"modele.{form}"))
        assert (line.outcome, line.missing, line.faults) == ("created", [], [])


# --- what is wrong with a row


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Durée mini (min)", "une heure"), ("Durée mini (min)", "0"), ("Durée mini (min)", "-5"), ("Nature", "Gadget"),
        ("Objectifs", "Générer des idées|Voler"), ("Relu le", "31/02/2026"), ("Adresse de la source", "pas une adresse"),
        ("Nom de l'outil", "x" * 121), ("En une phrase", "x" * 161), ("Adapté de", "OUT-999"), ("Lab référent", "Lab b"),
        ("À quoi ça sert", "[là](page:1)"), ("Étape 1 – Minutes", "dix"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_is_refused_under_its_heading(w, people, column, cell):
    told = {"Nom de l'outil": "Un", "Étape 1 – Titre": "Étape"} | {column: cell}
    [line] = planned(people.editor, rows(list(told.values()), headings=list(told)))
    assert line.outcome == "refused" and [heading for heading, _words in line.faults] == [column]


def test_the_most_cannot_be_less_than_the_least(w, people):
    [line] = planned(people.editor, rows(["Un", "30", "10"], headings=["Nom de l'outil", "Durée mini (min)", "Durée maxi (min)"]))
    assert line.faults[0][0] == "Durée maxi (min)"


def test_a_reference_or_a_new_name_twice_in_the_file_is_refused(w, people):
    tool = w.tool("Là", w.a)
    file = rows([tool.reference, "Là"], [tool.reference.lower(), "Là"], ["", "Neuf"], ["", "neuf"], headings=HEADINGS[:2])
    assert outcomes(people.editor, file) == ["refused"] * 4


def test_a_row_longer_than_the_headings_is_refused(w, people):
    assert outcomes(people.editor, rows(["", "Un", "Lab a", "trop"], headings=HEADINGS[:3])) == ["refused"]


def test_an_empty_cell_empties_but_not_what_always_has_a_value(w, people):
    tool = w.tool("Là", w.a, tips="Un conseil")
    headings = ["Référence", "Conseils", "Facilitateurs nécessaires", "Diffusion", "Lab référent"]
    [line] = planned(people.editor, rows([tool.reference, "", "", "", ""], headings=headings))
    assert line.changes == [("Conseils", "Un conseil", "")]


# --- what is wrong with a file


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            archive.writestr(name, b" " * 40_000_000)
    return out.getvalue()


BAD = {
    "empty": upload(""), "blank": upload("\n\n;;\n"), "headings-only": rows(), "no-heading-known": upload("a;b\n1;2\n"),
    "no-name": upload("Nature;Conseils\nMéthode;x\n"), "heading-twice": upload("Nature;Nom de l'outil;nature\na;b;c\n"),
    "ten-thousand-columns": upload(";".join(f"c{n}" for n in range(10_000)) + "\n1;2\n"),
    "binary": upload(b"\x89PNG\r\n\x1a\n\x00\x00\x00", "image.csv"), "nul": upload("Nom de l'outil\nUn\x00deux\n"),
    "nul-far-away": upload("Nom de l'outil\n" + "Un\n" * 5000 + "x\x00y\n"), "open-quote": upload('Nom de l\'outil;Nature\n"Un;x\n'),
    "too-many-rows": upload("Nom de l'outil\n" + "".join(f"Un {n}\n" for n in range(reading.MAX_ROWS + 5))),
    "long-cell": upload("Nom de l'outil\n" + "x" * 60_000 + "\n"), "html": upload("<html><body>Nom de l'outil"),
    "cp1252-hole": upload(b"Nom de l'outil\n\x81\x8d\xff\n"), "xls": upload(b"\xd0\xcf\x11\xe0", "outils.xls"),
    "not-a-zip": upload(b"Nom de l'outil", "outils.xlsx"), "bomb": upload(bomb(), "outils.xlsx"),
    "truncated": upload(workbook(Outils=[HEADINGS]).read()[:-400], "outils.xlsx"),
    "csv-called-xlsx": upload("Nom de l'outil;x\nUn;2\n", "outils.xlsx"),
    "wide-workbook": workbook(Outils=[[f"c{n}" for n in range(1500)], [1]]), "empty-workbook": workbook(Outils=[]),
    "steps-of-nobody": workbook(Outils=[["Nom de l'outil"], ["Un"]], Étapes=[["Titre"], ["Une"]]),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_imported_is_refused_in_one_sentence(name):
    BAD[name].seek(0)
    with pytest.raises(ValidationError) as refused:
        tables.table(BAD[name])
    [words] = refused.value.messages
    assert 20 < len(words) < 220 and words.endswith((".", "?")) and "%" not in words


def test_every_heading_is_its_own(db):
    for sheet in (layout.tools(), *layout.children()):
        headings = [cells.key(column.heading) for column in sheet.columns.values()]
        assert len(set(headings)) == len(headings)
    held = set(layout.tools().columns)
    left = {f.name for f in (*ToolPage._meta.local_fields, *ToolPage._meta.local_many_to_many)} - held
    assert left == {
        "page_ptr",
        "reference_locale",
        "cover",
        "cover_alt",
        "cover_decorative",
        "space_image",
        "space_image_alt",
        "search_text",
    }
