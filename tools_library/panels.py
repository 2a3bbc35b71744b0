"""The edit form of a tool: six tabs, each with its help."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
    TitleFieldPanel,
)


def _several(name):
    from django.forms import CheckboxSelectMultiple

    return FieldPanel(name, widget=CheckboxSelectMultiple, required_on_save=False)


def essentials():
    return [
        HelpPanel(template="tools_library/admin/help_essentials.html"),
        TitleFieldPanel(
            "title",
            placeholder=_("Name of the tool*"),
            help_text=_("As facilitators call it. For example: Empathy map."),
        ),
        FieldPanel("reference", read_only=True, help_text=_("Given at the first save; printed on the sheet.")),
        "kind",
        "tagline",
        "purpose",
        MultiFieldPanel(["when_to_use", "when_not_to_use", "expected_outputs"], _("When, and what for")),
        MultiFieldPanel(
            [
                FieldRowPanel(["duration_min", "duration_max"]),
                FieldRowPanel(["prep_minutes", "tidy_minutes"]),
                FieldRowPanel(["elapsed_days_min", "elapsed_days_max"]),
            ],
            _("Time"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["people_min", "people_max"]),
                FieldRowPanel(["subgroup_min", "subgroup_max"]),
                FieldRowPanel(["facilitators_min", "people_per_facilitator"]),
                FieldRowPanel(["facilitator_level", "participant_level"]),
            ],
            _("People"),
        ),
        MultiFieldPanel([_several("phases"), _several("goals"), _several("delivery")], _("Times, goals, delivery")),
        MultiFieldPanel(["remote_fit", "remote_notes"], _("Remotely")),
        MultiFieldPanel(["cover", "cover_alt", "cover_decorative"], _("Picture")),
        MultiFieldPanel(
            [
                "status_maturity",
                "alt_titles",
                FieldRowPanel(["last_reviewed_on", "review_due_on"]),
                PageChooserPanel("replaced_by", "tools_library.ToolPage"),
            ],
            _("Life of the tool"),
        ),
    ]


def running():
    return [
        HelpPanel(template="tools_library/admin/help_steps.html"),
        "structuring_question",
        InlinePanel("steps", heading=_("Steps"), label=_("Step"), min_num=0),
        MultiFieldPanel(
            [_several("participation"), FieldRowPanel(["energy", "space_setup"]), "space_image", "space_image_alt"], _("The room")
        ),
        MultiFieldPanel(["tips", "pitfalls"], _("Advice")),
        "facilitator_notes",
        MultiFieldPanel(
            [f"accessibility_{name}" for name in ("mobility", "vision", "hearing", "cognition", "digital", "adaptation")],
            _("So that everyone takes part"),
        ),
        "ethics_notes",
        "easy_read_summary",
    ]


def rights(base):
    return [
        HelpPanel(template="tools_library/admin/help_rights.html"),
        "origin_type",
        MultiFieldPanel([FieldRowPanel(["inventor", "inventor_year"])], _("Inventor")),
        MultiFieldPanel([FieldRowPanel(["source_title", "source_accessed_on"]), "source_url"], _("Source")),
        MultiFieldPanel([PageChooserPanel("based_on", "tools_library.ToolPage"), "change_note"], _("Adaptation")),
        MultiFieldPanel(["licence", "attribution_text", "trademark_notice"], _("Licence")),
        *base.access_panels,
        _several("maintainers"),
    ]


def tool_tabs(base):
    """Essentiel, Déroulé, Matériel, Fichiers, Droits, Référencement."""
    files = [
        HelpPanel(template="tools_library/admin/help_files.html"),
        InlinePanel("attachments", heading=_("Files to take away"), label=_("File")),
    ]
    help_ = HelpPanel(template="tools_library/admin/help_referencing.html")
    around = [
        InlinePanel("relations", heading=_("Related tools"), label=_("Related tool")),
        InlinePanel("links", heading=_("To go further"), label=_("Link")),
    ]
    materials = [
        HelpPanel(template="tools_library/admin/help_materials.html"),
        InlinePanel("materials", heading=_("On the table"), label=_("Material")),
    ]
    return TabbedInterface(
        [
            ObjectList(essentials(), heading=_("Essentials")),
            ObjectList(running(), heading=_("Sequence")),
            ObjectList(materials, heading=_("Materials")),
            ObjectList(files, heading=_("Files")),
            ObjectList(rights(base), heading=_("Rights")),
            ObjectList([help_, *around, base.seo_panel, *base.life_panels], heading=_("Referencing")),
        ]
    )
