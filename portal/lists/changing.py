"""One value of a page, changed or changed back: what stands in the way, what readers see at once, what waits as a draft."""

from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page


@dataclass
class Plan:
    """What will become of the pages chosen."""

    at_once: list = field(default_factory=list)
    as_draft: list = field(default_factory=list)
    refused: dict = field(default_factory=dict)  # {reason: pages}

    @property
    def changed(self):
        return [*self.at_once, *self.as_draft]


def has_field(page, name) -> bool:
    try:
        page._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def obstacle(page, name, user, translations) -> str:
    """Why the page keeps its value; empty if nothing stands in the way."""
    if not has_field(page, name):
        return _("This kind of page does not have it.")
    rights = page.permissions_for_user(user)
    if not rights.can_edit():
        return _("You may not change it.")
    if name in page.taken_fields:
        return _("It follows its guide.")
    if page.pk in translations and name in page.shared_fields:
        return _("A translation: it follows its French page.")
    if rights.page_locked():
        return _("Locked, or waiting for review.")
    return ""


def is_at_once(page, user) -> bool:
    """Shown to readers in the same act: nothing else waits to be published with it."""
    return page.live and not page.has_unpublished_changes and page.permissions_for_user(user).can_publish()


def translations_among(pages) -> set[int]:
    others = [page for page in pages if page.locale.language_code != settings.LANGUAGE_CODE]
    keys = {page.translation_key for page in others}
    sources = Page.objects.filter(translation_key__in=keys, locale__language_code=settings.LANGUAGE_CODE)
    known = set(sources.values_list("translation_key", flat=True)) if keys else set()
    return {page.pk for page in others if page.translation_key in known}


def planned(pages, name, user) -> Plan:
    plan, translations = Plan(), translations_among(pages)
    for page in pages:
        if reason := obstacle(page, name, user, translations):
            plan.refused.setdefault(reason, []).append(page)
        elif page.live and not is_at_once(page, user):
            plan.as_draft.append(page)
        else:
            plan.at_once.append(page)
    return plan


def change(page, name, value, user):
    """Give a page its new value. Returns what it was, JSON-ready. Raises PublicationRefused; nothing is written then."""
    at_once = is_at_once(page, user)
    draft = page.get_latest_revision_as_object()
    was = draft._meta.get_field(name).value_to_string(draft) if getattr(draft, name) is not None else None
    setattr(draft, name, value)
    with transaction.atomic():
        revision = draft.save_revision(user=user, log_action=True, clean=False)
        if at_once:
            revision.publish(user=user)
        elif not page.live:  # as the form of a page never published does
            type(page).objects.filter(pk=page.pk).update(**{name: value})
    return was


def change_back(user, page, name, was) -> bool:
    """Undo `change`, under the same rules."""
    if obstacle(page, name, user, translations_among([page])):
        return False
    change(page, name, None if was is None else page._meta.get_field(name).to_python(was), user)
    return True
