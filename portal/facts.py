"""Words are translated, facts are shared: the one place where facts go from a page to its translations.

The page in the default language is the source. On a translation the facts are not content: they live in
its row, written from the source; no revision, form or copy of a translation can carry others.
"""

from django.dispatch import receiver
from wagtail.signals import copy_for_translation_done, page_published


def copy_facts(source, target) -> list[str]:
    """Lay the facts of `source` on `target`, in memory. Returns the names to give to save(update_fields=...)."""
    for name in target.shared_fields:
        field = target._meta.get_field(name)
        if field.many_to_many:
            setattr(target, name, list(getattr(source, name).all()))
        else:
            setattr(target, field.attname, getattr(source, field.attname))
    for relation, names in target.shared_child_fields.items():
        setattr(target, relation, list(_children(source, target, relation, names)))
    return [*target.shared_fields, *target.shared_child_fields]


def _children(source, target, relation, names):
    """The source's children in the words of the target; one that is new comes in the source's words, marked."""
    own = {child.translation_key: child for child in getattr(target, relation).all()}
    for order, twin in enumerate(getattr(source, relation).all()):
        child = own.get(twin.translation_key) or _untranslated(twin, target)
        for name in names:
            setattr(child, name, getattr(twin, name))
        child.sort_order = order
        yield child


def _untranslated(twin, target):
    values = {f.attname: getattr(twin, f.attname) for f in twin._meta.concrete_fields if f.name not in {"id", "page"}}
    return type(twin)(**values | {"locale_id": target.locale_id, "to_translate": True})


def share_facts(source) -> None:
    """From a source to the rows of its translations, child rows included."""
    if source.source is not None:
        return
    twins = type(source).objects.filter(translation_key=source.translation_key).exclude(pk=source.pk)
    for translation in twins:
        if source.live or not translation.live:
            translation.save(update_fields=copy_facts(source, translation), clean=False)


@receiver(page_published)
def source_published(instance, **kwargs):
    if getattr(instance, "shared_fields", None):
        share_facts(instance)


@receiver(copy_for_translation_done)
def translation_made(source_obj, target_obj, **kwargs):
    """The copy may start from a draft of the source: its row must hold the public facts."""
    target = getattr(target_obj, "specific", target_obj)
    if getattr(target, "shared_fields", None) and target.source:
        target.save(update_fields=copy_facts(target.source, target), clean=False)
