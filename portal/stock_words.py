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
    _("Unpublished scheduled draft"),
    _("Reverted to previous revision with id %(revision_id)s from %(created_at)s"),
    _("Locking status"),
    _("Current page status:"),
    _("Status: "),
    # A locale is a language here: a region is something else in this network.
    _("locale"),
    _("Locale"),
    _("Locale: "),
    _("Locales"),
    _("Available in %(translations_total)s locales"),
    _("%(locales_count)s locales"),
    _("Successfully created %(locales)s for %(model_name)s '%(object)s'"),
    _("Wagtail locales"),
    _("This locale's language code is not supported"),
    _("This locale's current language code is not supported. Please choose a new language or delete this locale."),
    _("Add a locale"),
    _("Add locale"),
    _("Locale '%(object)s' created."),
    _("Locale '%(object)s' updated."),
    _("The locale could not be saved due to errors."),
    _("Locale '%(object)s' deleted."),
    _("Delete locale"),
    _("Are you sure you want to delete this locale?"),
    _("This locale cannot be deleted because there are no other locales."),
    _("This locale cannot be deleted because there are pages and/or other objects using it."),
)
ALLAUTH = (
    _("Successfully signed in as %(name)s."),
    _("Email"),
    _("Email address"),
)
