from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self):
        from . import receivers, spreadsheets  # noqa: F401  (register signals)

        spreadsheets.protect()
