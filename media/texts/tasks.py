"""When the worker reads: a file that comes in, or that takes the place of another."""

import logging

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django_tasks import task

from ..downloads import MISSING as NOT_THERE
from ..filetypes import extension
from ..models import DocumentText, PortalDocument
from ..models.texts import is_unread, source_of
from ..signals import text_read
from .limits import MISSING
from .reading import Text, read

logger = logging.getLogger("media.texts")


@receiver(post_save, sender=PortalDocument)
def document_saved(instance, raw=False, **kwargs):
    if not raw and is_unread(instance):
        ask(instance.pk)


def ask(pk: int) -> None:
    """Once what is being written is certain, ask the worker for the text of a document."""
    transaction.on_commit(lambda: read_text.enqueue(pk), robust=True)


@task()
def read_text(pk: int) -> None:
    """The text of a document as its file is now. What the file holds never fails the task; a store that is away does."""
    document = PortalDocument.objects.filter(pk=pk).first()
    if document is None or not is_unread(document):
        return
    text = text_of_file(document.file)
    if text.note:
        logger.info("Document %s: %s, %s", pk, text.state, text.note)
    if keep(document, text):
        text_read.send(sender=PortalDocument, file=document)


def text_of_file(file) -> Text:
    try:
        with file.storage.open(file.name, "rb") as opened:
            return read(opened, extension(file.name))
    except OSError as error:
        if error.errno in NOT_THERE:
            return Text(note=MISSING)
        raise


@transaction.atomic
def keep(document, text: Text) -> bool:
    """Whether the document is still there. If its file has changed meanwhile, its text is read again: this is another's."""
    if not PortalDocument.objects.select_for_update().filter(pk=document.pk).exists():
        return False
    told = {"source": source_of(document), "state": text.state, "note": text.note, "pages": list(text.pages)}
    DocumentText.objects.update_or_create(pk=document.pk, defaults=told)
    return True
