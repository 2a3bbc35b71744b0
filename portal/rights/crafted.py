"""What no form of ours sends: answered in words (400) where stock code breaks."""

import json
import re

from django.core.exceptions import SuspiciousOperation, ValidationError
from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 2000, 2199  # of a publication asked for; Python's own edges overflow in another zone
LONGEST_NUMBER = 18  # digits: what every database reads
NUMBER = re.compile(rf"[0-9]{{1,{LONGEST_NUMBER}}}")
ROW = re.compile(r"[0-9]{1,18}|[0-9a-f-]{36}")  # of a formset; of a block


def refuse_crafted(request, view_name):
    """Raise SuspiciousOperation, which Django answers with 400, for what stock views read without a look."""
    if view_name.startswith("wagtailadmin_api:"):
        numbers = (request.GET.get(name, "") for name in ("offset", "limit"))
        if any(len(number) > LONGEST_NUMBER for number in numbers):
            raise SuspiciousOperation("A number too long for a database")
    if view_name == "wagtailadmin_dismissibles" and request.method == "PATCH":
        refuse_unless_object(request.body)
    if view_name.startswith("wagtailadmin_pages:") and request.method == "POST":
        refuse_crafted_form(request.POST)


def refuse_crafted_form(posted):
    """The hidden numbers of a page's form: stock code takes them for its own."""
    for key, values in posted.lists():
        for value in values:
            if value.isdigit() and not NUMBER.fullmatch(value):
                raise SuspiciousOperation(f"No number of a database: {key}")
            if value and key.endswith(("-id", "revision_id")) and not ROW.fullmatch(value):
                raise SuspiciousOperation(f"No number of a row: {key}")
            if key.endswith("-INITIAL_FORMS") and not has_rows(posted, key.removesuffix("-INITIAL_FORMS"), value):
                raise SuspiciousOperation(f"Rows are missing: {key}")


def has_rows(posted, prefix, announced) -> bool:
    return announced.isdecimal() and int(announced) <= 1_000 and all(f"{prefix}-{n}-id" in posted for n in range(int(announced)))


def refuse_unless_object(body):
    try:
        folded = json.loads(body)
        json.dumps(folded, ensure_ascii=False).encode()
    except ValueError as error:  # no JSON, no UTF-8, half a character
        raise SuspiciousOperation("Not JSON") from error
    if not isinstance(folded, dict):
        raise SuspiciousOperation("Not an object")


def refuse_unreadable_text():
    """Called once the apps are ready: an editor of rich text sends JSON, which stock code trusts to be its own."""
    from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea as Editor

    stock = Editor.value_from_datadict

    def value_from_datadict(self, data, files, name):
        try:
            html = stock(self, data, files, name)
            (html or "").encode()
        except Exception as error:  # whatever was sent instead
            raise SuspiciousOperation(f"Unreadable rich text: {name}") from error
        return html

    Editor.value_from_datadict = value_from_datadict


def year_at_hand(moment):
    """Raise ValidationError for a year mistyped."""
    if moment and not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValidationError(_("Check the year: %(year)s.") % {"year": moment.year})
