"""A page that may not be published yet: refused by every route, in words, with nothing lost."""

import logging

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger("portal.publication")


class PublicationRefused(ValidationError):
    """Raised by BasePage.publish(); `page` is the page that stays as it was."""

    told = _("“%(title)s” was not published. %(reasons)s")

    def __init__(self, page, error):
        super().__init__(error)
        self.page = page

    @classmethod
    def settle(cls, page, error, scheduled):
        """Raise, or only log when a clock asks: one page refused must not stop the others that are due."""
        refused = cls(page, error)
        if not scheduled:
            raise refused
        logger.error("Publication refused: %s (page %s): %s", page.title, page.pk, "; ".join(refused.reasons()))

    def reasons(self) -> list[str]:
        """What is missing, a sentence a field, with the field's name."""
        if not hasattr(self, "error_dict"):
            return list(self.messages)
        names = {f.name: str(getattr(f, "verbose_name", f.name)) for f in self.page._meta.get_fields()}
        told = dict(self.message_dict)
        rows = told.pop(NON_FIELD_ERRORS, [])  # they say themselves of what they speak
        return [*(f"{names.get(name, name)} : {' '.join(texts)}" for name, texts in told.items()), *rows]


class ReasonMissing(PublicationRefused):
    """A page was sent back without a word."""

    told = _("“%(title)s” was not sent back. %(reasons)s")


class DecidedMeanwhile(PublicationRefused):
    """Two reviewers acted at the same moment: the first has decided."""

    told = _("Somebody has decided meanwhile of “%(title)s”. %(reasons)s")


class PublicationRefusedMiddleware:
    """Approval, bulk publication, anything of the admin: back to the page, with what to mend."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, PublicationRefused):
            return None
        told = exception.told % {
            "title": exception.page.title,
            "reasons": " ".join(exception.reasons()),
        }
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"success": False, "error_message": told}, status=400)
        messages.error(request, told)
        return redirect("wagtailadmin_pages:edit", exception.page.pk)
