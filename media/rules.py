"""Who may read a file, and to which lab a new one belongs."""

from django.http import Http404
from wagtail.permissions import policy_registry

from portal.accounts.access import is_national
from portal.accounts.models import Lab

from .models.collections import LabCollection


def lab_of(collection) -> Lab | None:
    """The lab whose files `collection` holds."""
    return Lab.objects.filter(pk__in=LabCollection.objects.filter(collection=collection).values("lab")).first()


def owner_for(user, collection) -> int | None:
    """The lab that a new file belongs to: that of its collection, else the uploader's. The national team acts for all."""
    lab = lab_of(collection)
    if lab or user is None or is_national(user):
        return lab and lab.pk
    return min(getattr(user, "editing_labs", None) or [None])


def may_choose(user, file) -> bool:
    """Whether the admin offers this file to `user`: she must see its picture, also while no page shows it."""
    if not user.is_authenticated or not user.has_perm("wagtailadmin.access_admin"):
        return False
    if lab := lab_of(file.collection):
        return lab.pk in user.editing_labs  # a membership that ended yesterday is still a group today
    return policy_registry.get_by_type(type(file)).user_has_permission_for_instance(user, "choose", file)


def readable_or_404(model, user, **lookup):
    """The file that `user` may read. Raises Http404 whether it is not hers or does not exist."""
    if file := model.objects.visible_to(user).filter(**lookup).first():
        return file
    if user.is_authenticated:
        file = model.objects.filter(**lookup).select_related("collection").first()
        if file and may_choose(user, file):
            return file
    raise Http404
