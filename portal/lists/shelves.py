"""“Create”: straight to the form, in the right place of the tree."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from wagtail.admin.auth import require_admin_access


def create_view(shelf_model, page_model, missing):
    """A view that opens the form of `page_model` in the first French shelf. `missing`: said when there is none."""

    @require_admin_access
    def create(request):
        shelf = shelf_model.objects.filter(locale__language_code=settings.LANGUAGE_CODE).order_by("path").first()
        if shelf is None:
            messages.error(request, missing)
            return redirect("wagtailadmin_home")
        if not shelf.permissions_for_user(request.user).can_add_subpage():
            raise PermissionDenied
        return redirect("wagtailadmin_pages:add", page_model._meta.app_label, page_model._meta.model_name, shelf.pk)

    return create
