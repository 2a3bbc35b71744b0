"""« Fichiers » in the menu of the admin: images and documents of one's labs."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.permissions import policy_registry

from .lists import bulk, changes, views
from .models import PortalDocument, PortalImage

STOCK_ITEMS = {"images", "documents"}


@hooks.register("register_admin_urls")
def lists_of_files():
    """At the addresses of Wagtail's own: found first, so that whatever leads to those leads here."""
    images = [
        path("", views.Images.as_view(), name="images"),
        path("results/", views.Images.as_view(results_only=True), name="images_results"),
        path("<int:image_id>/", changes.EditImage.as_view(), name="edit_image"),
        path("<int:image_id>/delete/", changes.DeleteImage.as_view(), name="delete_image"),
    ]
    documents = [
        path("", views.Documents.as_view(), name="documents"),
        path("results/", views.Documents.as_view(results_only=True), name="documents_results"),
        path("edit/<int:document_id>/", changes.EditDocument.as_view(), name="edit_document"),
        path("delete/<int:document_id>/", changes.DeleteDocument.as_view(), name="delete_document"),
    ]
    both = [path("images/", include(images)), path("documents/", include(documents))]
    return [path("", include((both, "files"), namespace="files"))]


class OfFiles(MenuItem):
    def __init__(self, model, *args, **kwargs):
        self.policy = policy_registry.get_by_type(model)
        super().__init__(*args, **kwargs)

    def is_shown(self, request):
        return self.policy.user_has_any_permission(request.user, ["add", "change", "delete"])


@hooks.register("register_admin_menu_item")
def files_menu():
    items = [
        OfFiles(PortalImage, _("Images"), reverse("files:images"), icon_name="image", order=1, name="file-images"),
        OfFiles(PortalDocument, _("Documents"), reverse("files:documents"), icon_name="doc-full", order=2, name="file-documents"),
    ]
    return SubmenuMenuItem(_("Files"), Menu(items=items), icon_name="folder-open-inverse", order=70, name="files")


@hooks.register("construct_main_menu")
def one_menu_of_files(request, items):
    items[:] = [item for item in items if item.name not in STOCK_ITEMS]


for action in bulk.ACTIONS:
    hooks.register("register_bulk_action", action, order=100)
