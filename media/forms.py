"""The forms of images and documents: what comes in is checked, belongs to a lab, and replaces without losing."""

from django.conf import settings
from django.core.files.storage import Storage
from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from . import levels, uploads
from .models.texts import text_of
from .rules import lab_of, owner_for
from .texts.words import told

UNTAGGED = gettext_lazy(
    "This PDF is not tagged: a screen reader finds neither its headings nor its order. It is kept. "
    "If you can, export it again as a tagged PDF (Word: “Document structure tags for accessibility”; LibreOffice: “Tagged PDF”)."
)


class CheckedField:
    """Our checks and our words, before Wagtail's."""

    accepted_setting = maximum_setting = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        types = ", ".join(sorted(getattr(settings, self.accepted_setting))).upper()
        most = uploads.human_size(getattr(settings, self.maximum_setting))
        self.help_text = _("%(types)s. %(max)s at most.") % {"types": types, "max": most}
        self.error_messages |= {  # what the uploader's own script says, before anything is sent
            "file_too_large_unknown_size": _("This file weighs too much. %(max)s at most.") % {"max": most},
            "invalid_image_extension": _("This type is not taken. Send one of these: %(types)s.") % {"types": types},
        }

    def to_python(self, data):
        if data:
            type(self).check(data)
        return super().to_python(data)


class ImageFileField(CheckedField, WagtailImageField):
    accepted_setting, maximum_setting = "WAGTAILIMAGES_EXTENSIONS", "WAGTAILIMAGES_MAX_UPLOAD_SIZE"
    check = staticmethod(uploads.check_image)


class DocumentFileField(CheckedField, WagtailDocumentField):
    accepted_setting, maximum_setting = "WAGTAILDOCS_EXTENSIONS", "WAGTAILDOCS_MAX_UPLOAD_SIZE"
    check = staticmethod(uploads.check_document)


class StoredFileForm:
    """Shared by both forms, whichever view uses them: one file, many files, the choosers."""

    file_field = None

    def __init__(self, *args, user=None, **kwargs):
        self.user = user
        super().__init__(*args, user=user, **kwargs)
        if old := self.fields.get("file"):
            self.fields["file"] = self.file_field(label=old.label, required=old.required, widget=old.widget)

    def save(self, commit=True):
        """The old file goes once the new one is certain: Wagtail deletes it first, whatever happens next."""
        if not self.instance.pk:
            collection = self.collections[0] if len(self.collections) == 1 else self.instance.collection
            self.instance.owner_lab_id = self.instance.owner_lab_id or owner_for(self.user, collection)
        elif "collection" in self.changed_data and (lab := lab_of(self.instance.collection)):
            self.instance.owner_lab_id = lab.pk  # a file is of the lab in whose collection it lies
        old = self.original_file if commit and "file" in self.changed_data else None
        if old:
            self.original_file = None
        super().save(commit=commit)
        if old:
            self.replaced(old.storage, old.name)
        return self.instance

    def replaced(self, storage: Storage, name: str) -> None:
        transaction.on_commit(lambda: storage.delete(name), robust=True)


class ImageForm(StoredFileForm, BaseImageForm):
    file_field = ImageFileField

    def replaced(self, storage, name):
        super().replaced(storage, name)
        levels.forget_renditions(self.instance)


class DocumentForm(StoredFileForm, BaseDocumentForm):
    file_field = DocumentFileField

    def __init__(self, *args, **kwargs):
        """Right after a file has come in, and whenever it is opened again: a warning, never an obstacle."""
        super().__init__(*args, **kwargs)
        field = self.fields["file" if "file" in self.fields else "title"]
        for words in (UNTAGGED if self.instance.is_tagged is False else "", self.instance.pk and told(text_of(self.instance))):
            if words:
                field.help_text = format_html('{} <strong class="w-help-warning">{}</strong>', field.help_text, words)
