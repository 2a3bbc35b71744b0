"""To replace or delete a file: what shows it is said before the act."""

from wagtail.documents.views import documents
from wagtail.images.views import images

from .usages import usages


class ToldBefore:
    """The view, with the usages of its file."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"usages": usages(self.object, self.request.user)}


class EditImage(ToldBefore, images.EditView):
    template_name = "media/admin/edit_image.html"


class DeleteImage(ToldBefore, images.DeleteView):
    template_name = "media/admin/delete_image.html"


class EditDocument(ToldBefore, documents.EditView):
    template_name = "media/admin/edit_document.html"


class DeleteDocument(ToldBefore, documents.DeleteView):
    template_name = "media/admin/delete_document.html"
