"""Files made by hand for tests: honest ones of each type, and those that mean harm."""

import io
import zipfile
import zlib

from docx import Document as Docx
from pypdf import PdfReader, PdfWriter

from media.filetypes import TYPES

MANIFEST = "[Content_Types].xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
ODF = 'xmlns:office="urn:o" xmlns:text="urn:t" xmlns:draw="urn:d" xmlns:presentation="urn:p"'
ENTITIES = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
LAUGHS = f'<!DOCTYPE x [<!ENTITY a "rire">{ENTITIES}]>'


def pdf(*texts, tree=None) -> bytes:
    """Pages with a line each. tree: the object that leads to the pages, in place of an honest one."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(texts)))
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", (tree or f"<</Type/Pages/Kids[{kids}]/Count {len(texts)}>>").encode()]
    bodies.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
    for n, text in enumerate(texts):
        said = b"BT /F1 12 Tf 50 700 Td (%s) Tj ET" % text.encode("cp1252")
        bodies.append(b"<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>" % (5 + 2 * n))
        bodies.append(b"<</Length %d>>stream\n%s\nendstream" % (len(said), said))
    return assembled(bodies)


def assembled(bodies) -> bytes:
    out, places = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, 2)
    for n, body in enumerate(bodies, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (n, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, start))
    return out.getvalue()


def locked_pdf(text: str, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(text))))
    writer.encrypt(password, owner_password="autre", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def bomb_pdf(megabytes: int) -> bytes:
    """A page whose content unfolds into that much."""
    packed = zlib.compress(b"q Q " * (megabytes * 250_000), 9)
    page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>"
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
    return assembled([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream])


def archive(members: dict[str, str | bytes], mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        if mimetype:
            made.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        for name, text in members.items():
            made.writestr(name, text)
    return out.getvalue()


def docx(*paragraphs) -> bytes:
    """As python-docx writes it."""
    made, out = Docx(), io.BytesIO()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    made.save(out)
    return out.getvalue()


def raw_docx(xml: str) -> bytes:
    return archive({MANIFEST: "<Types/>", "word/document.xml": xml})


def pptx(*slides) -> bytes:
    """Slides in this order; their files are numbered the other way round."""
    names = [f"slide{len(slides) - n}.xml" for n in range(len(slides))]
    listed = "".join(f'<p:sldId id="{n}" r:id="r{n}"/>' for n in range(len(slides)))
    related = "".join(f'<Relationship Id="r{n}" Target="slides/{name}"/>' for n, name in enumerate(names))
    members = {
        MANIFEST: "<Types/>",
        "ppt/presentation.xml": f"<p:presentation {P} {R}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": f"<Relationships>{related}</Relationships>",
    }
    texts = zip(names, slides, strict=True)
    members |= {f"ppt/slides/{name}": f"<p:sld {P} {A}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>" for name, text in texts}
    return archive(members)


def odt(body: str, kind: str = "odt") -> bytes:
    xml = f"<office:document-content {ODF}><office:body>{body}</office:body></office:document-content>"
    return archive({"content.xml": xml}, TYPES[kind].proof)


def odp(*slides) -> bytes:
    notes = "<presentation:notes><text:p>À dire tout bas</text:p></presentation:notes>"
    return odt("".join(f"<draw:page><text:p>{text}</text:p>{notes}</draw:page>" for text in slides), "odp")
