"""Where bytes live. One machine: two folders; the class is chosen by STORAGES in the settings."""

from contextlib import suppress
from pathlib import Path
from urllib.parse import urljoin

from django.core.files.storage import FileSystemStorage
from django.urls import reverse
from django.utils.encoding import filepath_to_uri


class Folder(FileSystemStorage):
    """A folder that can be told to a task: Wagtail deletes files in the worker, and gives it `deconstruct()` as JSON."""

    def deconstruct(self):
        return f"{type(self).__module__}.{type(self).__name__}", [], {"location": str(self.location)}


class PrivateFiles(Folder):
    """Originals: never a public address."""

    def url(self, name):
        raise ValueError("private files have no address of their own: use the download view")


class Renditions(Folder):
    """Renditions: `public/` is what MEDIA_URL serves, by our view or by a web server; `private/` goes through a check."""

    PUBLIC, PRIVATE = "public/", "private/"

    def url(self, name):
        if name.startswith(self.PRIVATE):
            key, file_name = name.removeprefix(self.PRIVATE).split("/", 1)
            return reverse("rendition", args=[key, file_name])
        return urljoin(self.base_url, filepath_to_uri(name.removeprefix(self.PUBLIC)))

    def delete(self, name):
        super().delete(name)
        with suppress(OSError):  # the folder of an image goes with its last file
            Path(self.path(name)).parent.rmdir()
