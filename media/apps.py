from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = "Files"

    def ready(self):
        from . import checks, receivers  # noqa: F401  (register checks and signals)
        from .texts import tasks  # noqa: F401
