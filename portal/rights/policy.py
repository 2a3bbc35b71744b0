"""Rights on pages: a group's rights come from the place in the tree, a lab's from the owner.

A lab adds on the shelves, and under a page of its own that has pages under it (a guide and its lessons): these take its owner.

`LabPagePolicy` answers for listings, searches, reports, choosers and the admin API; `LabPageTester` answers
for one page. Both read `actions_on`, so they cannot disagree.
"""

from types import SimpleNamespace

from django.db.models import Q
from wagtail.models import Page, PagePermissionTester, get_page_models
from wagtail.permission_policies.pages import PagePermissionPolicy

EDITING = {"change"}
PUBLISHING = {"change", "publish", "lock", "unlock"}
EVERY_ACTION = {"add", "change", "publish", "lock", "unlock", "bulk_delete"}


class ShelfRight:
    """“Any lab may add here”: stands beside rows of GroupPagePermission, holds for one page only."""

    permission = SimpleNamespace(codename=Page.PERMISSION_CODENAMES.ADD)

    def __init__(self, page):
        self.page, self.page_id = page, page.pk


def owned_models():
    return [model for model in get_page_models() if getattr(model, "needs_owner", False)]


def shelf_models():
    return [model for model in get_page_models() if getattr(model, "is_shelf", False)]


def owned_by(labs, models=None) -> Q:
    """The condition on pages that leaves those of `labs`, of these types or of any."""
    where = Q(pk__in=[])
    for model in (owned_models() if models is None else models) if labs else []:
        where |= Q(pk__in=model.objects.filter(owner_lab__in=labs).values("pk"))
    return where


def holds_pages(model) -> bool:
    """Whether a page of this type, owned by a lab, has pages of the same lab under it."""
    return bool(getattr(model, "needs_owner", False) and model.subpage_types)


def labs_allowing(user, actions):
    """Ids of the labs for which `user` may do one of `actions`."""
    labs = set()
    if EDITING & set(actions):
        labs |= getattr(user, "editing_labs", set())
    if PUBLISHING & set(actions):
        labs |= getattr(user, "publishing_labs", set())
    return labs


def lab_actions(user, lab_id):
    actions = set()
    if lab_id in getattr(user, "editing_labs", ()):
        actions |= EDITING
    if lab_id in getattr(user, "publishing_labs", ()):
        actions |= PUBLISHING
    return actions


class LabPagePolicy(PagePermissionPolicy):
    permission_cache_name = "_lab_page_permissions"

    def get_all_permissions_for_user(self, user):
        granted = list(super().get_all_permissions_for_user(user))
        if not user.is_superuser and getattr(user, "editing_labs", None):
            granted += map(ShelfRight, Page.objects.type(*shelf_models()))
        return granted

    def actions_by_place(self, user, page):
        return {
            perm.permission.codename.rsplit("_", maxsplit=1)[0]
            for perm in self.get_cached_permissions_for_user(user)
            if not isinstance(perm, ShelfRight) and page.path.startswith(perm.page.path)
        }

    def actions_on(self, user, page):
        actions = self.actions_by_place(user, page)
        if any(isinstance(p, ShelfRight) and p.page_id == page.pk for p in self.get_cached_permissions_for_user(user)):
            actions.add("add")
        if getattr(page.specific_class, "needs_owner", False):
            own = lab_actions(user, page.specific_deferred.owner_lab_id)
            actions |= own | ({"add"} if own and holds_pages(page.specific_class) else set())
        return actions

    def user_has_any_permission(self, user, actions):
        return super().user_has_any_permission(user, actions) or bool(labs_allowing(user, actions))

    def user_has_any_permission_for_instance(self, user, actions, instance):
        base = self._base_user_has_permission(user)
        return base if base is not None else bool(set(actions) & self.actions_on(user, instance))

    def instances_user_has_any_permission_for(self, user, actions):
        base = self._base_queryset_for_user(user)
        if base is not None:
            return base
        codenames = self._get_permission_codenames(actions)
        where = owned_by(labs_allowing(user, actions))
        if "add" in actions:
            where |= owned_by(getattr(user, "editing_labs", set()), [model for model in owned_models() if holds_pages(model)])
        for perm in self.get_cached_permissions_for_user(user):
            if perm.permission.codename in codenames:
                where |= Q(pk=perm.page_id) if isinstance(perm, ShelfRight) else Q(path__startswith=perm.page.path)
        return self.model._default_manager.filter(where)


class LabPageTester(PagePermissionTester):
    def __init__(self, user, page):
        super().__init__(user, page)
        self.by_place = EVERY_ACTION if user.is_superuser else self.permission_policy.actions_by_place(user, page)
        if hasattr(self, "permissions"):
            self.permissions = self.permission_policy.actions_on(user, page)
            # Being a page's creator gives nothing: only the lab and the group do.
            self.may_write = "change" in self.permissions
        else:
            self.may_write = user.is_active

    def can_edit(self):
        task = self.page.current_workflow_task
        by_task = task and task.user_can_access_editor(self.page, self.user)
        return super().can_edit() and bool(self.may_write or by_task)

    def can_delete(self, ignore_bulk=False):
        if not self.may_write or (self.page.is_leaf() and self.page.live and "publish" not in self._known):
            return False  # known without a query: a list asks it of every row
        if self.page.is_leaf() and "change" in self._known:
            return not self.page_is_root
        return super().can_delete(ignore_bulk)

    @property
    def _known(self):
        return getattr(self, "permissions", EVERY_ACTION)

    def can_move(self):  # a lab has one shelf per kind: moving is for the national team
        return "change" in self.by_place and super().can_move()

    def can_publish_subpage(self):
        """At creation the lab is not chosen yet: only who may publish for all her labs may publish at once."""
        labs, trusted = getattr(self.user, "editing_labs", set()), getattr(self.user, "publishing_labs", set())
        return super().can_publish_subpage() or (bool(labs) and labs <= trusted and self.can_add_subpage())

    def can_submit_for_moderation(self):
        return self.may_write and super().can_submit_for_moderation()

    def can_unlock(self):  # stock: whoever locked may unlock, even after leaving the lab
        return self.may_write and super().can_unlock()

    def can_set_view_restrictions(self):  # one scale of access for the site: not Wagtail's privacy
        return False
