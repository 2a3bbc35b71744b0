"""The edit forms of a lab and of an event: tabs in the order in which one knows things, each with its help."""

from django import forms
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
)
from wagtail.models import Page


def several(name):
    return FieldPanel(name, widget=forms.CheckboxSelectMultiple, required_on_save=False)


def lab_tabs(base):
    essentials = [
        HelpPanel(template="network/admin/help_lab.html"),
        *Page.content_panels,
        "summary",
        MultiFieldPanel([FieldRowPanel(["lab_type", "status"]), several("presence")], _("What it is")),
        MultiFieldPanel([FieldRowPanel(["planned_for", "opened_on", "closed_on"])], _("Dates")),
        MultiFieldPanel(["territory", "coverage_departments"], _("Territory")),
        "body",
        MultiFieldPanel(["cover", "cover_alt"], _("Picture")),
        MultiFieldPanel([FieldRowPanel(["verified_on", "verified_by"]), "origin"], _("How true it is")),
    ]
    coming = [
        HelpPanel(template="network/admin/help_coming.html"),
        MultiFieldPanel(
            ["address_line", "address_extra", FieldRowPanel(["postcode", "city"]), FieldRowPanel(["insee_code", "country"])],
            _("Address"),
        ),
        MultiFieldPanel([FieldRowPanel(["latitude", "longitude"])], _("Position on the map")),
        "access_notes",
        MultiFieldPanel(["accessibility_notes", "accessibility_url"], _("Accessibility of the place")),
        InlinePanel("hours", heading=_("Opening hours"), label=_("Span")),
        MultiFieldPanel([FieldRowPanel(["phone", "email"]), "website", "booking_url"], _("Contact")),
        InlinePanel("links", heading=_("Elsewhere on the web"), label=_("Link")),
    ]
    offering = [
        several("services"),
        several("equipment"),
        "capacity_max",
        InlinePanel("rooms", heading=_("Spaces"), label=_("Space")),
        MultiFieldPanel(["host_organisation", "host_needs", "kit"], _("For a mobile lab")),
    ]
    people = [
        InlinePanel("team", heading=_("Team, by role"), label=_("Role")),
        MultiFieldPanel(["organisation", "organisation_siret"], _("Organisation")),
        PageChooserPanel("parent_lab", "network.LabPage"),
        InlinePanel("inspirations", heading=_("Took its inspiration from"), label=_("Lab")),
        InlinePanel("awards", heading=_("Distinctions"), label=_("Distinction")),
    ]
    return TabbedInterface(
        [
            ObjectList(essentials, heading=_("Essentials")),
            ObjectList(coming, heading=_("Coming")),
            ObjectList(offering, heading=_("Offer")),
            ObjectList(people, heading=_("Team")),
            ObjectList(base.promote_panels, heading=_("Referencing")),
            ObjectList(base.settings_panels, heading=_("Access")),
        ]
    )


def event_tabs(base):
    essentials = [
        HelpPanel(template="network/admin/help_event.html"),
        *Page.content_panels,
        MultiFieldPanel([FieldRowPanel(["kind", "status"])], _("What it is")),
        "summary",
        MultiFieldPanel([FieldRowPanel(["starts_at", "ends_at"]), FieldRowPanel(["all_day", "timezone"])], _("When")),
        MultiFieldPanel(
            [
                FieldRowPanel(["mode", "country"]),
                "venue_name",
                "host_organisation",
                "address_line",
                FieldRowPanel(["postcode", "city", "insee_code"]),
                FieldRowPanel(["latitude", "longitude"]),
                "territory",
            ],
            _("Where"),
        ),
        "body",
    ]
    coming = [
        several("audience"),
        MultiFieldPanel([FieldRowPanel(["capacity", "is_full"]), "registration_url", "price_note"], _("Registering")),
        MultiFieldPanel(["attendance", "replay_url", PageChooserPanel("report", "portal.NewsPage")], _("Afterwards")),
    ]
    return TabbedInterface(
        [
            ObjectList(essentials, heading=_("Essentials")),
            ObjectList(coming, heading=_("Audience")),
            ObjectList(base.promote_panels, heading=_("Referencing")),
            ObjectList(base.settings_panels, heading=_("Access")),
        ]
    )
