"""Where bytes live. One machine: two folders; the class is chosen by STORAGES in the settings."""

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible(path="media.storage.PrivateFiles")
class PrivateFiles(FileSystemStorage):
    """Originals: never a public address."""

    def url(self, name):
        raise ValueError("private files have no address of their own: use the download view")


@deconstructible(path="media.storage.Renditions")
class Renditions(FileSystemStorage):
    """Renditions of images."""
