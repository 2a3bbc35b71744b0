"""What every template of the site may use: the frame, computed only if a template asks."""

from django.utils.functional import SimpleLazyObject


def frame(request):
    from .chrome import chrome

    return {"frame": SimpleLazyObject(lambda: chrome(request))}
