"""Pages as the desk looks at them: what one may change now, with what a row shows, in one query."""

from django.conf import settings
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Coalesce
from wagtail.models import Page, get_page_models
from wagtail.permissions import policy_registry

from portal.rights.policy import owned_by, owned_models

SHOWN = ("locale", "locked_by", "latest_revision__user")
ROOT = 1  # the depth of what Wagtail keeps above every site


def of_any_type(models, name):
    """The column `name` of whichever of `models` the page is, for a query on Page. The tables are joined by their key."""
    paths = [F(f"{model._meta.model_name}__{name}") for model in models]
    if len(paths) > 1:
        return Coalesce(*paths)
    return paths[0] if paths else Value(None)


def having(name):
    """Page types with a column `name`."""
    return [model for model in get_page_models() if any(field.name == name for field in model._meta.local_fields)]


def as_rows(pages):
    """With what every row of the desk shows. `key`: the page as revisions and reviews name it."""
    return (
        pages.select_related(*SHOWN)
        .defer("latest_revision__content")
        .annotate(lab_name=of_any_type(owned_models(), "owner_lab__name"), key=Cast("pk", CharField()))
    )


def changeable(user):
    """What `user` may change today: the policy is the only judge."""
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    return as_rows(pages.filter(depth__gt=ROOT))


def of_my_labs(user):
    """What the labs of `user` keep; for somebody without a lab, all that she may change."""
    pages = changeable(user)
    return pages.filter(owned_by(user.editing_labs)) if user.editing_labs else pages


def in_source_language(pages):
    return pages.filter(locale__language_code=settings.LANGUAGE_CODE, alias_of=None)
