"""What may come in: size, type, content, pixels. A refusal says what is wrong with which file, and what to do."""

import codecs
import math
import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

from . import archives
from .filetypes import HEAD, TEXT_BYTES, TYPES, encoding, extension, has_sign, is_markup

ARCHIVE_FAULTS = {
    "damaged": gettext_lazy("“%(name)s” cannot be opened: it is damaged. Make it again and send it."),
    "crowded": gettext_lazy("“%(name)s” holds too many files. 10,000 at most."),
    "huge": gettext_lazy("“%(name)s” would be far too large once unpacked. Send its files one by one."),
    "paths": gettext_lazy("“%(name)s” holds files that would unpack outside their folder. Make the archive again."),
    "links": gettext_lazy("“%(name)s” holds links to other files. Put the files themselves in the archive."),
    "locked": gettext_lazy("“%(name)s” is protected by a password. Take the password off and send it again."),
    "macros": gettext_lazy("“%(name)s” holds macros. Save it without macros and send it again."),
    "other": gettext_lazy("“%(name)s” is not a .%(extension)s file inside. Open it and save it again in that format."),
}
WRONG_CONTENT = ARCHIVE_FAULTS["other"]
UNREADABLE = gettext_lazy("“%(name)s” is damaged: the picture cannot be read to the end. Export it again and send it.")


def shown(name: str) -> str:
    """A file name as a message may show it: short, and without what Wagtail's uploader would insert as HTML."""
    name = re.sub(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069<>&\"'`]", "", name)
    return name if len(name) <= 60 else f"{name[:40]}…{name[-15:]}"


def human_size(count: int) -> str:
    """14_200_000 gives « 14,2 Mo ». Rounded up: what is too large never looks equal to the limit."""
    for unit, words in ((10**9, _("%(n)s GB")), (10**6, _("%(n)s MB")), (10**3, _("%(n)s kB"))):
        if count >= unit:
            return words % {"n": figure(count / unit)}
    return _("%(n)s bytes") % {"n": count}


def figure(value: float) -> str:
    rounded = math.ceil(value * 10 - 1e-9) / 10
    return number_format(rounded, 0 if rounded.is_integer() else 1)


def refuse(upload, code: str, words, **values):
    raise ValidationError(str(words) % {"name": shown(upload.name), **values}, code=code)


def check_image(upload) -> None:
    """An image of the library. Raises ValidationError."""
    check_common(upload, settings.WAGTAILIMAGES_EXTENSIONS, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    check_picture(upload)
    upload.seek(0)


def check_document(upload) -> None:
    """A document of any type that we take. Raises ValidationError."""
    check_common(upload, settings.WAGTAILDOCS_EXTENSIONS, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
    kind = TYPES[extension(upload.name)]
    {"image": check_picture, "zip": check_archive, "text": check_text}.get(kind.sign, lambda upload: None)(upload)
    upload.seek(0)


def check_common(upload, accepted, most: int) -> None:
    """Size, extension, first bytes: what costs nothing comes first."""
    suffix = extension(upload.name)
    if suffix not in accepted:
        words = _("“%(name)s” is of a type that we do not take. Send one of these: %(types)s.")
        refuse(upload, "type", words, types=", ".join(sorted(accepted)).upper())
    if not upload.size:
        refuse(upload, "empty", _("“%(name)s” is empty. Save it again and send it."))
    if upload.size > most:
        words = _("“%(name)s” weighs %(size)s. %(max)s at most.")
        refuse(upload, "size", words, size=human_size(upload.size), max=human_size(most))
    upload.seek(0)
    head = upload.read(HEAD)
    if is_markup(head):
        refuse(upload, "markup", _("“%(name)s” is a web page or a drawing with code inside. Send it as a PDF or an image."))
    if not has_sign(TYPES[suffix], head):
        refuse(upload, "content", WRONG_CONTENT, extension=suffix)


def check_picture(upload) -> None:
    """Pixels before anything is decoded: a file of 10 kB may unfold into half a gigabyte."""
    most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    upload.seek(0)
    try:
        image = Image.open(upload, formats=["AVIF", "JPEG", "PNG", "WEBP"])
        pixels = image.width * image.height * getattr(image, "n_frames", 1)
    except Image.DecompressionBombError:
        pixels = most + 1
    except Exception:
        refuse(upload, "damaged", UNREADABLE)
    if pixels > most:
        words = _("“%(name)s” has too many pixels: %(max)s million at most. Reduce it, 2400 pixels wide are enough.")
        refuse(upload, "pixels", words, max=figure(most / 10**6))
    if not is_whole(image):
        refuse(upload, "damaged", UNREADABLE)


def is_whole(image) -> bool:
    """Read to the end, as cheaply as its format allows: a JPEG at an eighth of its size, a PNG by its checksums."""
    try:
        if image.format == "JPEG":
            image.draft("RGB", (max(image.width // 8, 1), max(image.height // 8, 1)))
            image.load()
        else:
            image.verify()
    except Exception:
        return False
    return True


def check_archive(upload) -> None:
    suffix = extension(upload.name)
    upload.seek(0)
    if found := archives.fault(upload, TYPES[suffix].proof):
        refuse(upload, found, ARCHIVE_FAULTS[found], extension=suffix)


def check_text(upload) -> None:
    """UTF-8, UTF-16 with its mark, or what older office software writes; to the last byte."""
    upload.seek(0)
    known = encoding(upload.read(HEAD))
    if not any(decodes(upload, name) for name in {known, "utf-16" if known == "utf-16" else "windows-1252"}):
        refuse(upload, "text", _("“%(name)s” is not plain text. Save it as text, encoded in UTF-8, and send it again."))


def decodes(upload, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        for chunk in upload.chunks():
            if name != "utf-16" and chunk.translate(None, TEXT_BYTES):
                return False
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
