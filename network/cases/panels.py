"""The edit form of a case study: tabs in the order in which somebody tells what happened."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)


def several(name):
    return FieldPanel(name, widget=forms.CheckboxSelectMultiple, required_on_save=False)


def help_on(name):
    return HelpPanel(template=f"network/admin/help_case_{name}.html")


def story():
    return [
        help_on("story"),
        TitleFieldPanel(
            "title", placeholder=_("Name of the project*"), help_text=_("As people call it. For example: The agency of tomorrow.")
        ),
        FieldPanel("reference", read_only=True, help_text=_("Given at the first save; it never changes.")),
        "acronym",
        "summary",
        MultiFieldPanel([FieldRowPanel(["theme", "phase"])], _("What it is about")),
        MultiFieldPanel(["problem", "question", several("problem_tags")], _("The problem at the start")),
    ]


def approach():
    return [
        help_on("approach"),
        InlinePanel("stages", heading=_("The approach, stage by stage"), label=_("Stage")),
        several("services"),
        InlinePanel("tools", heading=_("Tools used"), label=_("Tool")),
        MultiFieldPanel([FieldRowPanel(["started_on", "ended_on", "dates_precision"]), "session_dates"], _("When")),
        InlinePanel("milestones", heading=_("Dates of the project"), label=_("Date")),
        MultiFieldPanel(
            [
                FieldRowPanel(["participants_count", "participants_profile"]),
                FieldRowPanel(["prototypes_made", "prototypes_kept"]),
            ],
            _("Who took part, what they made"),
        ),
        InlinePanel("actors", heading=_("Sponsor and actors"), label=_("Actor")),
        several("other_labs"),
    ]


def failures():
    return [help_on("failures"), InlinePanel("challenges", heading=_("What failed"), label=_("Difficulty or failure")), "lessons"]


def results():
    return [
        help_on("results"),
        "outcomes",
        "indirect_effects",
        MultiFieldPanel(
            [
                FieldRowPanel(["deployment_done", "deployment_target"]),
                FieldRowPanel(["deployment_unit", "deployment_as_of"]),
            ],
            _("Where it is in use"),
        ),
        InlinePanel("figures", heading=_("Key figures"), label=_("Figure")),
        InlinePanel("quotes", heading=_("What people said"), label=_("Quote")),
        MultiFieldPanel(["evaluation_kind", "evaluation_note", "evaluation_doc"], _("Evaluation")),
        MultiFieldPanel(["budget_band", "budget_note", "savings_note"], _("Money")),
    ]


def again():
    return [
        help_on("again"),
        "success_conditions",
        "replication_conditions",
        InlinePanel("inspirations", heading=_("Inspired by"), label=_("Inspiration")),
        InlinePanel("replications", heading=_("Taken up by"), label=_("Replication")),
        InlinePanel("attachments", heading=_("Documents"), label=_("Document")),
        InlinePanel("related_rows", heading=_("To read next"), label=_("Page")),
    ]


def rights(base):
    return [
        *base.access_panels,
        "contact_lab",
        MultiFieldPanel(["licence", "authors", FieldRowPanel(["published_on", "original_language"]), "doi"], _("Citing it")),
        MultiFieldPanel(
            [FieldRowPanel(["last_reviewed_on", "review_due_on"]), "reviewed_by", "review_note", "provenance"],
            _("How true it is"),
        ),
    ]


def case_tabs(base):
    return TabbedInterface(
        [
            ObjectList(story(), heading=_("The problem")),
            ObjectList(approach(), heading=_("The approach")),
            ObjectList(failures(), heading=_("What failed")),
            ObjectList(results(), heading=_("Results")),
            ObjectList(again(), heading=_("Doing it again")),
            ObjectList(rights(base), heading=_("Rights and review")),
            ObjectList([base.seo_panel, *base.life_panels], heading=_("Referencing")),
        ]
    )
