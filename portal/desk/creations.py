"""What can be begun from the desk. A package adds its own: hooks.register("register_desk_creation")."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks


@dataclass
class Creation:
    """A button: « Créer un outil »."""

    label: str
    url: str
    icon: str = "plus"
    order: int = 100


def creations() -> list[Creation]:
    return sorted((fn() for fn in hooks.get_hooks("register_desk_creation")), key=lambda creation: creation.order)


def create_news(request):
    """« Créer une actualité »: straight to the form, in the right place of the tree."""
    from portal.models import NewsIndexPage

    shelf = NewsIndexPage.objects.filter(locale__language_code="fr").order_by("path").first()
    if shelf is None:
        messages.error(request, _("There is no shelf of news yet: the national team makes it under the home page."))
        return redirect("wagtailadmin_home")
    if not shelf.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    return redirect("wagtailadmin_pages:add", "portal", "newspage", shelf.pk)
