"""The form of what is under a guide: it asks neither for a lab nor for an access."""

from portal.rights.forms import PageForm

from . import family


class PartForm(PageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding and self.parent_page is not None:
            above = self.parent_page.specific
            self.instance.owner_lab_id, self.instance.access = above.owner_lab_id, above.access
            if hasattr(above, "guide"):  # under a module
                family.take_after(self.instance, above.guide, above)
            else:
                family.take_after(self.instance, above)
