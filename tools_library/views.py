"""Views of the library outside the page tree."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access

from .models import ToolIndexPage, ToolPage


@require_admin_access
def create_tool(request):
    """« Créer un outil »: straight to the form, in the right place of the tree."""
    shelf = ToolIndexPage.objects.filter(locale__language_code="fr").order_by("path").first()
    if shelf is None:
        messages.error(request, _("There is no shelf of tools yet: the national team makes it under the home page."))
        return redirect("wagtailadmin_home")
    if not shelf.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    return redirect("wagtailadmin_pages:add", "tools_library", "toolpage", shelf.pk)


def short_address(request, reference):
    """/o/OUT-014: what is printed on paper leads to the tool, whatever its address has become."""
    tool = ToolPage.objects.visible_to(request.user).filter(reference=reference.upper(), locale__language_code="fr").first()
    if tool is None:
        raise Http404
    return redirect(tool.url)
