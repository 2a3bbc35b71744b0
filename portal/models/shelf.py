"""What every shelf does: its page is a listing of one kind, which is a feed and a table too."""

from search import outputs, registry
from search.listing import Listing

from .base import BasePage


class Shelf(BasePage):
    """A page whose children, of one kind, every lab files. Upper packages say the kind by its code."""

    kind = ""
    is_shelf = follows_query = True
    schema_type = "CollectionPage"

    class Meta:
        abstract = True

    def listing_class(self):
        return Listing

    def columns(self):
        """What the table says of each: ((heading, value), …); nothing where outputs() makes it."""
        return ()

    def outputs(self, request):
        """The answer to a ?sortie= of this kind alone; None for the others."""
        return

    def listing(self, request):
        return self.listing_class()(registry.kind(self.kind), request, self.locale.language_code)

    def serve(self, request, *args, **kwargs):
        told = self.outputs(request) or outputs.serve(self, request, self.columns())
        return told or outputs.page(super().serve(request, *args, **kwargs))

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | self.listing(request).context()
