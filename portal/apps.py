from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"

    def ready(self):
        from wagtail.models import Page
        from wagtail.permissions import register_permission_policy

        from media.levels import always_public

        from . import checks, content_version, facts, tally  # noqa: F401  (register checks and signals)
        from .desk import comments, fruitless  # noqa: F401
        from .rights import collections, crafted, letters, names  # noqa: F401
        from .rights.policy import LabPagePolicy

        register_permission_policy(Page, LabPagePolicy())
        letters.silence_wagtail()
        names.name_colleagues_only()
        names.write_no_hidden_address()
        crafted.refuse_unreadable_text()
        comments.take_over()
        content_version.watch()
        tally.connect()
        always_public("portal.SiteSettings", "logo")
