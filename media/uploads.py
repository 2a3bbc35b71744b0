"""What may be uploaded: checked by content, refused in words that say what to do."""

import zipfile
from pathlib import PurePosixPath

import filetype
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

OFFICE = {"docx", "odt", "pptx", "odp", "xlsx", "ods"}
TEXTS = {"txt", "md", "csv"}
MAX_MEMBERS, MAX_UNPACKED, MAX_RATIO = 10_000, 1_000_000_000, 200


def ending(name: str) -> str:
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def check_content(file) -> None:
    """Raises ValidationError unless the bytes are what the file's name says."""
    kind = ending(file.name)
    head = file.read(8192)
    file.seek(0)
    if kind in TEXTS:
        check_text(file)
    elif kind == "pdf":
        refuse(b"%PDF-" not in head[:1024], file, _("“%(name)s” is not a PDF: open it, save it as PDF, then send that file."))
    elif kind in OFFICE or kind == "zip":
        check_zip(file)
    else:
        found = filetype.guess(head)
        same = found and (found.extension == kind or {found.extension, kind} == {"jpg", "jpeg"})
        refuse(not same, file, _("“%(name)s” does not hold what its name says. Open it, save it again, then send that file."))


def refuse(when, file, words) -> None:
    if when:
        raise ValidationError(words % {"name": file.name})


def check_text(file) -> None:
    data = file.read()
    file.seek(0)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    refuse("\0" in text, file, _("“%(name)s” is not a text file."))


def check_zip(file) -> None:
    """Archives and office files: a sane number of members, of a sane size, that stay in their folder."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        members = None
    finally:
        file.seek(0)
    refuse(members is None, file, _("“%(name)s” is damaged: open it, save it again, then send that file."))
    size = sum(member.file_size for member in members)
    bomb = len(members) > MAX_MEMBERS or size > MAX_UNPACKED or size > MAX_RATIO * max(file.size, 1)
    refuse(bomb, file, _("“%(name)s” unpacks to far more than it weighs: it is refused."))
    outside = any(".." in PurePosixPath(m.filename).parts or m.filename.startswith(("/", "\\")) for m in members)
    refuse(outside, file, _("“%(name)s” holds files that would leave their folder: it is refused."))
    macros = any(m.filename.lower().endswith("vbaproject.bin") for m in members)
    refuse(macros, file, _("“%(name)s” holds macros: save it without them, then send that file."))


class OwnedForm(forms.ModelForm):
    """A file belongs to the lab of whoever sends it."""

    def save(self, commit=True):
        user = self.instance.uploaded_by_user
        if self.instance._state.adding and not self.instance.owner_lab_id and user and user.editing_labs:
            self.instance.owner_lab_id = min(user.editing_labs)
        return super().save(commit)


class PortalDocumentForm(OwnedForm, BaseDocumentForm):
    """The form of a document, wherever it is sent from."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            check_content(file)
        return file


class PortalImageForm(OwnedForm, BaseImageForm):
    """The form of an image. Its type, weight and pixels are checked by Wagtail's field with our limits."""
