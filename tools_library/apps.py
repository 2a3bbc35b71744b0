from django.apps import AppConfig


class ToolsLibraryConfig(AppConfig):
    name = "tools_library"
    verbose_name = "Tools library"

    def ready(self):
        from . import numbers  # noqa: F401  (they say what adds them up)
        from .guides import around, family, own_data  # noqa: F401  (they connect themselves)
