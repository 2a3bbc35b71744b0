"""Editable files open in the libraries that read them, with real headings and lists; kits prove what they hold."""

import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from hashlib import sha256

import docx
import odfdo
import pytest
from docx.oxml.ns import qn

from media.archives import fault
from media.tests.conftest import CANARY, document, stores  # noqa: F401  (fixtures)
from portal.tests.world import fresh
from tools_library.models import ToolAttachment
from tools_library.paper import opendocument, pack, web, word

from .test_paper_pdf import sheet

pytestmark = pytest.mark.usefixtures("own_folder")
BAD = "Le <b>gras</b> & l'esperluette \x07"


@pytest.fixture
def told(w):
    tool = w.tool(
        "Carte d'empathie", tips="Lisez deux fois\nRestez lent", purpose="<p>Un but.</p><ol><li>un</li><li>deux</li></ol>"
    )
    return sheet(tool)


def names(kit):
    return zipfile.ZipFile(io.BytesIO(kit)).namelist()


def kit_of(client, *tools):
    response = client.get("/outils/selection/kit.zip", {"o": [tool.reference for tool in tools]})
    assert response.status_code == 200 and response.streaming
    return b"".join(response)


def with_file(tool, document, title="Canevas", **fields):  # noqa: F811
    draft = tool.get_latest_revision_as_object()
    draft.attachments = [*draft.attachments.all(), ToolAttachment(document=document, kind="canvas", title=title, **fields)]
    draft.save_revision().publish()
    return fresh(tool)


def test_docx_has_headings_lists_language_and_title(told):
    opened = docx.Document(io.BytesIO(word.write(told)))
    assert opened.core_properties.title == "Carte d’empathie (OUT-001)" and opened.core_properties.language == "fr-FR"
    styles = [(p.style.name, p.text) for p in opened.paragraphs]
    assert styles[0] == ("Heading 1", "Carte d’empathie")
    assert ("Heading 3", "1. Étape 0") in styles and ("List Bullet", "Lisez deux fois") in styles
    assert ("List Number", "deux") in styles
    languages = {element.get(qn("w:val")) for element in opened.styles.element.iter(qn("w:lang"))}
    assert languages == {"fr-FR"}


def test_odt_has_headings_lists_language_and_title(told):
    opened = odfdo.Document(io.BytesIO(opendocument.write(told)))
    assert opened.meta.title == "Carte d’empathie (OUT-001)" and opened.meta.language == "fr-FR"
    headings = [(int(header.level), str(header).strip()) for header in opened.body.headers]
    assert headings[0] == (1, "Carte d’empathie") and (3, "1. Étape 0") in headings
    lists = [str(item).strip() for item in opened.body.get_elements("//text:list-item")]
    assert any("Lisez deux fois" in item for item in lists) and any("deux" in item for item in lists)


@pytest.mark.parametrize("writer", [word, opendocument], ids=["docx", "odt"])
def test_libreoffice_opens_it_with_its_headings_and_no_number_of_its_own(told, tmp_path, writer):
    office = shutil.which("soffice")
    if not office:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no LibreOffice here: libreoffice-writer-nogui")
    path = tmp_path / f"fiche.{'docx' if writer is word else 'odt'}"
    path.write_bytes(writer.write(told))
    command = [
        office,
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "html",
        "--outdir",
        tmp_path,
    ]
    subprocess.run([*command, path], check=True, capture_output=True, timeout=120)
    html = (tmp_path / "fiche.html").read_text(encoding="utf-8", errors="replace")
    headings = [
        (level, " ".join(re.sub("<[^>]+>", " ", text).split()))
        for level, text in re.findall(r"<h(\d)[^>]*>(.*?)</h\1>", html, re.DOTALL)
    ]
    assert headings[0] == ("1", "Carte d’empathie") and ("3", "1. Étape 0") in headings
    assert "Lisez deux fois" in " ".join(html[html.index("<li") :].split())


@pytest.mark.parametrize(("language", "country"), [("fr", "FR"), ("en", "GB")])
def test_odt_says_its_language_to_a_screen_reader(told, language, country):
    opened = odfdo.Document(io.BytesIO(opendocument.write(told | {"lang": language})))
    rows = opened.styles.root.xpath("//style:default-style/style:text-properties")
    assert rows and {(row.get_attribute("fo:language"), row.get_attribute("fo:country")) for row in rows} == {(language, country)}


def test_html_is_one_file_that_asks_for_nothing(told):
    made = web.write(told).decode()
    assert made.startswith('<!doctype html>\n<html lang="fr">') and "<h1>Carte d’empathie</h1>" in made
    assert "<script" not in made and "src=" not in made and "<link" not in made and "url(" not in made
    assert "<li>Lisez deux fois</li>" in made and '<svg xmlns="http://www.w3.org/2000/svg"' in made


def test_no_text_becomes_markup_in_any_file(w):
    told = sheet(w.tool("Outil", tips=BAD, tagline=BAD))
    assert "&lt;b&gt;gras&lt;/b&gt; &amp;" in web.write(told).decode()
    for made in (word.write(told), opendocument.write(told)):
        opened = docx.Document(io.BytesIO(made)) if b"word/" in made else None
        text = "\n".join(p.text for p in opened.paragraphs) if opened else str(odfdo.Document(io.BytesIO(made)).body)
        assert "Le <b>gras</b> & l’esperluette" in text and "\x07" not in text


def test_a_kit_holds_each_card_in_four_forms_its_files_and_a_true_manifest(w, client, document):  # noqa: F811
    tool = with_file(w.tool("Carte d'empathie"), document())
    kit = kit_of(client, tool, w.tool("Autre"))
    archive = zipfile.ZipFile(io.BytesIO(kit))
    assert archive.testzip() is None and fault(io.BytesIO(kit)) == ""
    place = "OUT-001-carte-d-empathie"
    forms = [f"{place}/fiche.{form}" for form in ("pdf", "docx", "odt", "html")]
    assert names(kit)[:5] == [*forms, f"{place}/annexes/canevas.pdf"] and names(kit)[-1] == "manifest.json"
    told = json.loads(archive.read("manifest.json").decode("utf-8"))
    assert told["schema"] == "essaim-kit/1" and told["licence"] == "CC-BY-SA-4.0" and told["missing"] == []
    assert [row["revision"] for row in told["tools"]] == [tool.live_revision_id, tool.live_revision_id + 1]
    assert {row["path"]: row["sha256"] for row in told["files"]} == {
        name: sha256(archive.read(name)).hexdigest() for name in names(kit) if name != "manifest.json"
    }
    assert "Lab de démonstration" in archive.read("ATTRIBUTION.txt").decode("utf-8")
    assert "https://creativecommons.org/licenses/by-sa/4.0/" in archive.read("LICENCE.txt").decode("utf-8")


def test_the_kit_of_one_tool_is_at_its_own_address(w, client):
    tool = w.tool("Outil")
    kit = b"".join(client.get(f"/fiches/{tool.reference}.zip"))
    assert "OUT-001-outil/fiche.pdf" in names(kit)


def test_a_kit_holds_no_file_of_a_level_that_its_reader_lacks(w, client, people, document):  # noqa: F811
    """A file is public because a public page shows it: once that page is for the network, neither is in the kit."""
    tool = with_file(w.tool("Outil"), document())
    assert CANARY in zipfile.ZipFile(io.BytesIO(kit_of(client, tool))).read("OUT-001-outil/annexes/canevas.pdf")
    type(tool.attachments.first().document).objects.update(level="lab")  # as if another rule had closed it
    assert not any("annexes" in name for name in names(kit_of(client, tool)))
    client.force_login(people.national)
    assert any("annexes" in name for name in names(kit_of(client, tool)))


def test_a_kit_names_no_tool_that_its_reader_may_not_read(w, client, people):
    hidden, shown = w.tool("Canari", access="network"), w.tool("Outil")
    assert not any("canari" in name for name in names(kit_of(client, hidden, shown)))
    assert b"Canari" not in zipfile.ZipFile(io.BytesIO(kit_of(client, hidden, shown))).read("manifest.json")
    client.force_login(people.member)
    assert any("canari" in name for name in names(kit_of(client, hidden, shown)))


def test_a_missing_file_is_said_and_the_rest_comes(w, client, document):  # noqa: F811
    file = document()
    tool = with_file(w.tool("Outil"), file)
    file.file.storage.delete(file.file.name)
    archive = zipfile.ZipFile(io.BytesIO(kit_of(client, tool)))
    assert json.loads(archive.read("manifest.json"))["missing"] == ["Canevas"]
    assert "OUT-001-outil/fiche.pdf" in archive.namelist()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\Windows\\x", "c-windows-x"),
        ("Été, l'hiver", "ete-l-hiver"),
        ("\u202egnp.exe", "gnp-exe"),
        ("…", "fichier"),
        ("a" * 300, "a" * 80),
        ("نص", "fichier"),
    ],
)
def test_a_title_gives_a_name_and_never_a_path(title, name):
    assert pack.safe_name(title) == name


def test_two_files_of_one_title_keep_two_names(w, client, document):  # noqa: F811
    tool = with_file(with_file(w.tool("Outil"), document()), document(), title="Canevas")
    annexes = [name.rsplit("/", 1)[1] for name in names(kit_of(client, tool)) if "annexes" in name]
    assert annexes == ["canevas.pdf", "canevas-2.pdf"]


@pytest.mark.parametrize(
    ("codes", "whole"),
    [
        (["CC0-1.0", "CC-BY-4.0"], "CC-BY-4.0"),
        (["CC-BY-SA-4.0", "CC-BY-NC-SA-4.0"], "CC-BY-NC-SA-4.0"),
        (["all-rights-reserved", "CC0-1.0"], "all-rights-reserved"),
        (["", "CC0-1.0"], "all-rights-reserved"),
        ([], ""),
    ],
)
def test_the_whole_has_the_strictest_licence(codes, whole):
    assert pack.strictest(codes) == whole


def test_a_file_with_a_licence_of_its_own_counts(w, client, document):  # noqa: F811
    tool = with_file(w.tool("Outil"), document(), licence_override="CC-BY-NC-SA-4.0")
    archive = zipfile.ZipFile(io.BytesIO(kit_of(client, tool)))
    assert json.loads(archive.read("manifest.json"))["licence"] == "CC-BY-NC-SA-4.0"
    assert "canevas.pdf: CC BY-NC-SA 4.0" in archive.read("LICENCE.txt").decode().replace("\xa0", " ")


def test_a_kit_starts_before_it_is_made(w, client, monkeypatch):
    """The second card is not made when the first bytes leave."""
    from tools_library.paper import files

    made, stock = [], files.card
    monkeypatch.setattr(files, "card", lambda sheet, form: made.append((sheet["title"], form)) or stock(sheet, form))
    response = client.get("/outils/selection/kit.zip", {"o": [w.tool(f"Outil {n}").reference for n in range(3)]})
    assert made == []
    next(iter(response))
    assert made == [("Outil 0", "pdf")]
