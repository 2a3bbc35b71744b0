from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "network"
    verbose_name = "Network"

    def ready(self):
        from .cases import around  # noqa: F401  (what a tool's page shows of the network)
