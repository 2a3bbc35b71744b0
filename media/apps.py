from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = "Files"

    def ready(self):
        from . import levels  # noqa: F401  (listens to what is published and unpublished)
