"""The rows of a page that goes live are whole: a draft may hold half of one, and not every route has a form."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

RELATIONS = ("steps", "materials", "attachments", "relations", "links")


def faults_of(page, relations=RELATIONS) -> list[str]:
    """A sentence for each field at fault of a row, with the row's place: « Étape 2, minutes : à remplir. »"""
    return [told for name in relations for place, row in enumerate(getattr(page, name).all(), 1) for told in _of_row(place, row)]


def _of_row(place, row):
    known = {"page", "locale", *(f.name for f in row._meta.fields if f.is_relation and getattr(row, f.attname))}
    try:
        row.full_clean(exclude=known, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        where = f"{capfirst(row._meta.verbose_name)} {place}"
        for name, texts in error.message_dict.items():
            field = next((f for f in row._meta.fields if f.name == name), None)
            named = f"{where}, {field.verbose_name}" if field else where
            yield _("%(field)s: %(fault)s") % {"field": named, "fault": " ".join(texts)}


def check(page, relations=RELATIONS) -> None:
    """Raises ValidationError."""
    if faults := faults_of(page, relations):
        raise ValidationError({NON_FIELD_ERRORS: faults})  # as a dictionary: the API of the admin reads no other
