"""What the table of the listing says of each case: (heading, value)."""

from django.utils.translation import gettext_lazy as _

COLUMNS = (
    (_("Reference"), lambda case: case.reference),
    (_("Title"), lambda case: case.title),
    (_("In short"), lambda case: case.summary),
    (_("Theme"), lambda case: case.theme.label if case.theme else ""),
    (_("Phase"), lambda case: case.phase.label if case.phase else ""),
    (_("Lead lab"), lambda case: case.owner_lab.name if case.owner_lab else ""),
    (_("Year"), lambda case: case.year or ""),
    (_("Participants"), lambda case: case.participants_count if case.participants_count is not None else ""),
    (_("In use in"), lambda case: case.deployment_done if case.deployment_done is not None else ""),
    (_("Out of"), lambda case: case.deployment_target if case.deployment_target is not None else ""),
    (_("What failed"), lambda case: case.what_failed),
    (_("Licence"), lambda case: case.get_licence_display()),
)
