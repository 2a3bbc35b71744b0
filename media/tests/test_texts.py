"""Text read from files of each type, by a process that hostile ones cannot make last, swell nor fall."""

import io
import time

import pytest

from media.texts import child, reading
from media.texts.limits import MOST_PAGES, MOST_TEXT, MOST_TOLD
from media.texts.reading import Text, read

from . import hostile

POPEN = reading.subprocess.Popen


def told(data: bytes, kind: str, **options) -> Text:
    return read(io.BytesIO(data), kind, **options)


HONEST = {
    "pdf": (hostile.pdf("Première page", "Éveil créatif"), ("Première page", "Éveil créatif")),
    "docx": (hostile.docx("Un titre", "L’idée de départ"), ("Un titre\nL’idée de départ",)),
    "pptx": (hostile.pptx("Avant", "Après"), ("Avant", "Après")),
    "odt": (
        hostile.odt("<text:h>Un titre</text:h><text:p>Deux<text:s/>mots, <text:span>et trois</text:span></text:p>"),
        ("Un titre\nDeux mots, et trois",),
    ),
    "odp": (hostile.odp("Avant", "Après"), ("Avant", "Après")),
    "txt": ("L’été à cœur".encode("cp1252"), ("L’été à cœur",)),
    "md": ("\ufeff# L’été\n\nà cœur".encode(), ("# L’été\nà cœur",)),
}


@pytest.mark.parametrize("kind", HONEST)
def test_each_type_is_read_to_its_end(kind):
    data, pages = HONEST[kind]
    assert told(data, kind) == Text(pages, "read", "")
    assert set(HONEST) == set(reading.KINDS) == set(child.READERS)


def test_a_text_of_an_older_office_or_in_two_bytes_a_sign_is_read():
    assert told("Où ça ?".encode("utf-16"), "txt").pages == ("Où ça ?",)
    assert told(b"a" * 9000 + "é".encode("cp1252"), "txt").pages[0].endswith("aé")


def test_what_is_struck_out_or_said_in_the_margin_is_not_the_text():
    struck = f"<w:document {hostile.W}><w:p><w:r><w:t>Gardé</w:t></w:r><w:del><w:r><w:delText>Secret</w:delText></w:r></w:del>"
    struck += "<w:moveFrom><w:r><w:t>Déplacé</w:t></w:r></w:moveFrom></w:p></w:document>"
    assert told(hostile.raw_docx(struck), "docx").pages == ("Gardé",)
    margin = "<text:tracked-changes><text:p>Secret</text:p></text:tracked-changes><text:p>Gardé<office:annotation><text:p>Dit"
    margin += "</text:p></office:annotation></text:p>"
    assert told(hostile.odt(margin), "odt").pages == ("Gardé",)


HOSTILE = {
    "locked": ("pdf", lambda: hostile.locked_pdf("Secret", "motdepasse"), "locked"),
    "cut in the middle": ("pdf", lambda: hostile.pdf("Un", "Deux")[:150], "damaged"),
    "a loop in the tree of pages": ("pdf", lambda: hostile.pdf("Un", tree="<</Type/Pages/Kids[2 0 R]/Count 9>>"), "damaged"),
    "nothing but a beginning": ("pdf", lambda: b"%PDF-1.7 rien", "damaged"),
    "a picture of a text": ("pdf", lambda: hostile.pdf(""), "scan"),
    "another type": ("pdf", lambda: hostile.docx("Un titre"), "other"),
    "entities that unfold": (
        "docx", lambda: hostile.raw_docx(f"{hostile.LAUGHS}<w:document {hostile.W}><w:t>&j;</w:t></w:document>"), "damaged",
    ),
    "entities that unfold, OpenDocument": (
        "odt", lambda: hostile.archive({"content.xml": f"{hostile.LAUGHS}<x>&j;</x>"}, hostile.TYPES["odt"].proof), "damaged",
    ),
    "an entity that reads a file": (
        "docx", lambda: hostile.raw_docx('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x><t>&a;</t></x>'), "damaged",
    ),
    "an archive that unfolds": ("docx", lambda: hostile.raw_docx("<x>" + " " * 60_000_000), "huge"),
    "an archive cut in the middle": ("docx", lambda: hostile.docx("Un titre")[:3000], "damaged"),
    "no part where it should be": ("pptx", lambda: hostile.archive({hostile.MANIFEST: "", "ppt/presentation.xml": "<x"}), "damaged"),
    "a text in an archive": ("odt", lambda: hostile.docx("Un titre"), "other"),
    "a program": ("txt", lambda: b"\x7fELF\x02\x01\x01\x00" * 99, "other"),
    "nothing": ("md", lambda: b"\n \n", "scan"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_noted_and_gives_no_text(name):
    kind, made, note = HOSTILE[name]
    assert told(made(), kind) == Text((), "none", note)


def test_a_pdf_that_opens_without_a_password_is_read():
    assert told(hostile.locked_pdf("Tout le monde", ""), "pdf") == Text(("Tout le monde",), "read", "")


def test_an_office_file_that_hides_what_it_unfolds_into_is_left_on_the_way(tmp_path):
    """Its directory says less than a gigabyte, and it does not repeat itself enough to be refused for that."""
    path = tmp_path / "x.docx"
    with hostile.zipfile.ZipFile(path, "w", hostile.zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        made.writestr(hostile.MANIFEST, "<Types/>")
        with made.open("word/document.xml", "w", force_zip64=True) as member:
            member.write(b"<x>")
            for n in range(55_000):
                member.write(b"<y z='%s%d'/>" % (b"a" * 2000, n))
    with path.open("rb") as file:
        assert read(file, "docx").note == "huge"


def test_a_pdf_of_ten_thousand_pages_stops_at_a_limit_and_says_so():
    text = told(hostile.pdf(*["Un mot"] * 10_000), "pdf")
    assert (text.state, text.note, len(text.pages)) == ("part", "pages", MOST_PAGES)


def test_a_long_text_is_cut_and_says_so():
    text = told("é".encode() * MOST_TEXT, "txt")
    assert (text.state, text.note, len(text.pages[0].encode())) == ("part", "long", MOST_TEXT)
    assert told(hostile.docx(*["Un paragraphe de mots" * 5] * 4000), "docx").note == "long"


def test_a_page_that_swells_stays_within_its_memory():
    """What cannot be read of it is not, and the process ends by itself or by its limits."""
    before = time.monotonic()
    text = told(hostile.bomb_pdf(400), "pdf")
    assert text.state == "none" and text.note in ("room", "time", "scan")
    assert time.monotonic() - before < 40


def test_a_file_that_weighs_too_much_is_not_even_copied(monkeypatch):
    monkeypatch.setattr(reading, "MOST_FILE", 10)
    monkeypatch.setattr(reading, "run", lambda *args: pytest.fail("run"))
    assert told(b"onze signes", "txt") == Text((), "none", "huge")


def test_memory_is_limited(monkeypatch):
    assert run_child(monkeypatch, "x = bytearray(900_000_000)").note == "room"


def test_time_of_work_is_limited(monkeypatch):
    text = run_child(monkeypatch, "from . import child, limits; yield 'Lu'\n    while True: pass", cpu=1)
    assert text == Text(("Lu",), "part", "time")  # what was read before is kept


def test_a_process_that_only_waits_is_ended(monkeypatch):
    before = time.monotonic()
    assert run_child(monkeypatch, "import time; time.sleep(60); yield ''", wall=1.5) == Text((), "none", "time")
    assert time.monotonic() - before < 10


def test_a_process_that_dies_is_noted(monkeypatch):
    assert run_child(monkeypatch, "import os; os.abort()").note == "damaged"


def test_what_reads_has_no_secret_and_writes_nothing_of_size(monkeypatch, tmp_path):
    monkeypatch.setenv("DJANGO_SECRET_KEY", "secret")
    seen = run_child(monkeypatch, "import os; yield ' '.join(os.environ)").pages[0].split()
    assert "PATH" in seen and set(seen) <= {"PATH", "LC_CTYPE"}
    run_child(monkeypatch, f"open('{tmp_path}/x', 'wb').write(bytes(9_000_000))")
    assert (tmp_path / "x").stat().st_size <= MOST_TOLD


def run_child(monkeypatch, code, cpu=20, wall=45.0):
    """The process, with a reader of ours in place of the one of texts."""
    body = f"def pages(file, kind):\n    {code}\n    yield ''\n"
    script = f"from media.texts import child\nchild.CPU = {cpu}\nexec({body!r}, vars(child))\n"
    script += "child.READERS['txt'] = child.pages\nchild.main('txt')"

    def popen(command, **options):
        return POPEN([*command[:3], "-c", script], **options)

    monkeypatch.setattr(reading.subprocess, "Popen", popen)
    return told(b"texte", "txt", wall=wall)


def test_a_word_cut_at_the_end_of_a_line_is_one_and_odd_signs_go():
    assert child.tidy("innova-\ntion  ﬁne\x00\ud800\n\n\n fin\u00ad") == "innovation fine\nfin"
    assert child.tidy("1-\n2 ou A-\nB") == "1-\n2 ou A-\nB"
