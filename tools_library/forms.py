"""The edit form of a tool: proposes an attribution, keeps drafts."""

from django.utils.translation import gettext_lazy as _

from portal.rights.forms import PageForm


class ToolForm(PageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields.get("attribution_text")
        if field and not self.instance.attribution_text and (proposal := self.proposed_attribution()):
            field.help_text = _("%(help)s Proposal, to be copied if it is right: %(proposal)s") % {
                "help": field.help_text,
                "proposal": proposal,
            }

    def proposed_attribution(self):
        """From what is known of the origin. A proposal only: what counts is what the editor saves."""
        tool = self.instance
        lab = tool.owner_lab.name if tool.owner_lab_id else ""
        if tool.inventor:
            year = f" ({tool.inventor_year})" if tool.inventor_year else ""
            return _("Method of %(inventor)s%(year)s, described in our words. %(lab)s.") % {
                "inventor": tool.inventor,
                "year": year,
                "lab": lab,
            }
        return lab and _("%(lab)s, network of public-innovation labs.") % {"lab": lab}
