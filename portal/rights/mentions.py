"""What a form names: stock choosers take any number that is posted, whatever they offered."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from media.models import PortalDocument, PortalImage
from media.rules import may_choose

from .names import readable_pages


def references(*objects) -> set[tuple[int, str]]:
    """(content type, id) of all that objects name: in their fields, blocks and rich text."""
    return {(kind, str(pk)) for one in objects for kind, pk, *_rest in ReferenceIndex._extract_references_from_object(one)}


def new_mentions(form) -> set[tuple[int, str]]:
    """What a valid form of a page names that its latest version did not."""
    rows = [row.instance for formset in form.formsets.values() for row in formset.forms if row not in formset.deleted_forms]
    named = references(form.instance, *rows)
    if form.instance.pk and named:
        named -= references(type(form.instance).objects.get(pk=form.instance.pk).get_latest_revision_as_object())
    return named


def names_a_hidden_page(form, user) -> bool:
    """Whether it names a page that `user` neither reads nor keeps: it may have been withdrawn since she chose it.

    Raises PermissionDenied for a file that she was never offered: publishing it would open it to everybody.
    """
    pages = set()
    for kind, pk in new_mentions(form):
        model = ContentType.objects.get_for_id(kind).model_class()
        if model in (PortalDocument, PortalImage):
            refuse_file(model, pk, user)
        elif model is Page:
            pages.add(pk)
    if not pages:
        return False
    hers = policy_registry.get_by_type(Page).explorable_instances(user)
    seen = Page.objects.filter(Q(pk__in=hers.values("pk")) | readable_pages(user), pk__in=pages).count()
    return seen < Page.objects.filter(pk__in=pages).count()


def refuse_file(model, pk, user):
    file = model.objects.filter(pk=pk).select_related("collection").first()
    if file and not may_choose(user, file):
        raise PermissionDenied
