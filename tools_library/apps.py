from django.apps import AppConfig


class ToolsLibraryConfig(AppConfig):
    name = "tools_library"
    verbose_name = "Tools library"
