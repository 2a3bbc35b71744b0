"""Commands whose refusals are one clear line."""

import sys

from django.core.management.base import BaseCommand, CommandError


class ClearCommand(BaseCommand):
    """Django writes the name of a Python class before each refusal: people at a console have no use for it."""

    requires_system_checks: list[str] = []

    def execute(self, *args, **options):
        try:
            return super().execute(*args, **options)
        except CommandError as error:
            if not self._called_from_command_line or options.get("traceback"):
                raise
            self.stderr.write(str(error))
            sys.exit(error.returncode)
