from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = "Files"

    def ready(self):
        from . import levels, renditions  # noqa: F401  (listen to what is published and unpublished)
