"""What the admin names to an editor: pages that she may read, people of her labs. Stock names everything and everybody."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Page, get_page_models
from wagtail.permissions import policy_registry

from portal.accounts.access import may_read
from portal.accounts.models import Membership

# Choosers draw the page that a field holds, and what was posted in it, with neither request nor user at hand.
_editor: ContextVar = ContextVar("editor", default=None)


@contextmanager
def named_to(user):
    token = _editor.set(user)
    try:
        yield
    finally:
        _editor.reset(token)


def readable_pages(user):
    """The condition on pages that leaves, of each type, the live ones that `user` reads on the site."""
    models = [model for model in get_page_models() if hasattr(model.objects, "visible_to")]
    condition = Q(pk__in=[])
    for model in models:
        condition |= Q(pk__in=model.objects.visible_to(user).values("pk"))
    return condition


def may_be_named(page) -> bool:
    """Whether the title of a page of ours may be shown to the editor at work; outside the admin, always."""
    editor = _editor.get()
    if editor is None or not editor.is_authenticated or editor.is_superuser:
        return True
    if page.live and may_read(editor, page.access, page.owner_lab_id):
        return True
    return page._state.adding or bool(policy_registry.get_by_type(Page).actions_on(editor, page))


def hidden_title() -> str:
    return _("A page that your lab does not read")


def colleagues(request):
    """Whom the filters « owner » and « edited by » offer."""
    people = get_user_model().objects.order_by("last_name", "first_name", "email")
    if request is None or request.user.is_national:
        return people
    labs = request.user.editing_labs
    return people.filter(pk__in=Membership.objects.filter(lab__in=labs).values("user"))


def name_colleagues_only():
    """Called once the apps are ready: the filters of every list of pages, and of every report, are made from these."""
    from wagtail.admin.views.pages.listing import GenericPageFilterSet, PageFilterSet
    from wagtail.admin.views.reports.audit_logging import SiteHistoryReportFilterSet
    from wagtail.admin.views.reports.locked_pages import LockedPagesReportFilterSet
    from wagtail.admin.views.reports.workflows import WorkflowReportFilterSet

    for filters in (PageFilterSet, GenericPageFilterSet):
        for name in ("owner", "edited_by"):
            filters.base_filters[name].queryset = colleagues
    LockedPagesReportFilterSet.base_filters["locked_by"].queryset = colleagues
    WorkflowReportFilterSet.base_filters["requested_by"].queryset = colleagues
    stock = SiteHistoryReportFilterSet.get_users_queryset  # of every entry, whoever looks
    SiteHistoryReportFilterSet.get_users_queryset = lambda self: stock(self).filter(pk__in=colleagues(self.request).values("pk"))


def write_no_hidden_address():
    """Called once the apps are ready: an editor of rich text writes the address of each page that a text links, by its number."""
    from wagtail.admin.rich_text.converters.html_to_contentstate import PageLinkElementHandler as Handler

    stock = Handler.get_attribute_data

    def get_attribute_data(self, attrs):
        data = stock(self, attrs)
        page = Page.objects.filter(pk=data["id"]).first() if data.get("url") else None
        named = page is None or may_be_named(page.specific_deferred)
        return data if named else data | {"url": None, "parentId": None}

    Handler.get_attribute_data = get_attribute_data
