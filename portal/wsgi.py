"""The WSGI door: granian serves this."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
gc.disable()  # a million objects are made here and stay: looking for dead ones takes a fifth of the start
application = get_wsgi_application()
gc.freeze()  # nor does it look at them again while it serves
gc.enable()
