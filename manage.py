#!/usr/bin/env python3
"""Django's command line, with the settings of the environment or those of development."""

import gc
import os
import sys

if __name__ == "__main__":
    gc.set_threshold(50_000)  # what starts makes a million objects, and few of them die: see portal/wsgi.py
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
