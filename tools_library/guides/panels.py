"""The edit forms of guides, modules and lessons, in tabs."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)


def essentials():
    return [
        HelpPanel(template="tools_library/admin/help_guide.html"),
        TitleFieldPanel("title", help_text=_("What one learns to do. For example: Prepare a session.")),
        "summary",
        FieldRowPanel(["kind", "level"]),
        "objectives",
        "audience",
        "deliverable",
        MultiFieldPanel(["cover", "cover_alt"], _("Picture")),
    ]


def around():
    return [
        InlinePanel("authors", heading=_("Who wrote it"), label=_("Author")),
        InlinePanel("prerequisites", heading=_("Before this one"), label=_("Guide")),
        InlinePanel("related_tools", heading=_("Tools of this guide"), label=_("Tool")),
    ]


def guide_tabs(base):
    """Essentiel, Autour, Droits, Référencement."""
    rights = [
        HelpPanel(template="tools_library/admin/help_guide_rights.html"),
        *base.access_panels,
        "licence",
        MultiFieldPanel([FieldRowPanel(["last_reviewed_on", "review_due_on"])], _("Reading again")),
    ]
    return TabbedInterface(
        [
            ObjectList(essentials(), heading=_("Essentials")),
            ObjectList(around(), heading=_("Around it")),
            ObjectList(rights, heading=_("Rights")),
            ObjectList([base.seo_panel, *base.life_panels], heading=_("Referencing")),
        ]
    )


def part_tabs(base, content, *tabs):
    """What is under a guide: no lab, no access, which are the guide's."""
    return TabbedInterface(
        [
            ObjectList(content, heading=_("Content")),
            *(ObjectList(panels, heading=name) for name, panels in tabs),
            ObjectList([base.seo_panel, *base.life_panels], heading=_("Referencing")),
        ]
    )
