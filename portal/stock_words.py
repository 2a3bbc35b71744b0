"""Words of Wagtail and allauth that we say otherwise in French: our catalogue comes before theirs.

Nothing reads this file but makemessages; `portal/locale/fr` holds what is said. The English stays theirs.
"""

from django.utils.translation import gettext_noop as _

WAGTAIL = (
    _("The page could not be created due to validation errors."),
    _("The page could not be saved due to validation errors."),
    _("This field is required."),
    _("Page '%(page_title)s' has been updated."),
    _("Add %(label)s"),
    _("Add %(model_name)s"),
    _("Upload"),
    _("Redirects"),
    _("%(label)s and Publish"),
    _("Switch locales"),
    _("Wagtail %(current_version)s editor guide"),
)
ALLAUTH = (
    _("Successfully signed in as %(name)s."),
    _("Email"),
    _("Email address"),
)
