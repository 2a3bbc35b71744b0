"""Views of the library outside the page tree."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from portal.lists.shelves import create_view

from .models import ToolIndexPage, ToolPage

create_tool = create_view(
    ToolIndexPage, ToolPage, gettext_lazy("There is no shelf of tools yet: the national team makes it under the home page.")
)


def short_address(request, reference):
    """/o/OUT-014: what is printed on paper leads to the tool, whatever its address has become."""
    tool = ToolPage.objects.visible_to(request.user).filter(reference=reference.upper(), locale__language_code="fr").first()
    if tool is None:
        raise Http404
    return redirect(tool.url)
