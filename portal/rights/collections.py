"""Images and documents: one collection and one group per lab, with Wagtail's own permissions."""

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_delete, post_migrate, post_save
from django.dispatch import receiver
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from media.models import LabCollection
from portal.accounts.models import CLIP_PEERS, NATIONAL_TEAM, Lab, Membership

PREFIX = "lab:"
REVIEW = "Relecture"
STEPS = {"lab": "Relecture par le lab", "national": "Relecture par l'équipe nationale"}
STOCK = ["Moderators approval", "Relecture par l'équipe nationale"]  # Wagtail's, and the name that we gave it once
COMMON = "Commun"  # what every lab may use
# Wagtail asks for the permissions of its own Image and Document, whatever model is in use.
OWN = ["add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"]
SHARED = ["choose_image", "choose_document"]
LAB_SNIPPETS = ["add_material", "change_material"]  # a thing that no tool has named yet
PAGE_ACTIONS = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"]
NATIONAL_MODELS = {
    "portal": ["sitesettings", "term"],
    "tools_library": ["material"],
    "network": ["keyfigure", "keyfigurevalue"],
    "search": ["synonym", "promotion"],
    "accounts": ["lab"],  # people: by the verbs of accounts/workflow.py, never by Wagtail's own forms
    "wagtailredirects": ["redirect"],
    "wagtailcore": ["collection", "workflow", "task"],
}


def ensure_collection(lab: Lab | None, name: str) -> Collection:
    """The collection of a lab (None: of all), named as the lab is today."""
    link = LabCollection.objects.filter(lab=lab).select_related("collection").first()
    if link is None:
        collection = Collection.get_first_root_node().add_child(name=name)
        LabCollection.objects.create(lab=lab, collection=collection)
        return collection
    if link.collection.name != name:
        link.collection.name = name
        link.collection.save()
    return link.collection


def ensure_lab(lab):
    """Collection, group and rights of a lab. As often as you like."""
    group, _ = Group.objects.get_or_create(name=f"{PREFIX}{lab.code}")
    own, common = ensure_collection(lab, lab.name), ensure_collection(None, COMMON)
    for collection, codenames in ((own, OWN), (common, SHARED)):
        grant_collection(group, collection, codenames)
    group.permissions.add(*Permission.objects.filter(content_type__app_label="tools_library", codename__in=LAB_SNIPPETS))
    return own


def grant_collection(group, collection, codenames):
    for permission in Permission.objects.filter(
        codename__in=codenames, content_type__app_label__in=["wagtailimages", "wagtaildocs"]
    ):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


def lab_collection(lab):
    """The collection where the files of a lab go."""
    return Collection.objects.get(lab_collection__lab=lab)


def ensure_groups(**kwargs):
    """The national team writes everywhere; peers only read. After each migrate, and as often as you like."""
    Group.objects.get_or_create(name=CLIP_PEERS)
    national, _ = Group.objects.get_or_create(name=NATIONAL_TEAM)
    for root in Page.get_root_nodes():
        for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_ACTIONS):
            GroupPagePermission.objects.get_or_create(group=national, page=root, permission=permission)
    grant_collection(national, Collection.get_first_root_node(), [*OWN, "delete_image", "delete_document"])
    wanted = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    for app_label, models in NATIONAL_MODELS.items():
        wanted |= Permission.objects.filter(content_type__app_label=app_label, content_type__model__in=models)
    wanted |= Permission.objects.filter(codename="submit_translation")
    national.permissions.set(wanted)
    ensure_review()


def ensure_review():
    """The lab's manager, then the national team; in place of the workflow and groups that Wagtail comes with, in English."""
    ReviewTask = apps.get_model("portal.ReviewTask")
    workflow, _ = Workflow.objects.get_or_create(name=REVIEW)
    for order, (reviewers, name) in enumerate(STEPS.items()):
        task = ReviewTask.objects.filter(reviewers=reviewers).first() or ReviewTask.objects.create(reviewers=reviewers, name=name)
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
    for root in Page.get_root_nodes():
        WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    Workflow.objects.filter(name__in=STOCK).delete()
    GroupApprovalTask.objects.filter(name__in=STOCK).delete()
    Group.objects.filter(name__in=["Moderators", "Editors"], user=None).delete()


def sync_groups(user) -> bool:
    """Lab groups of a user = current memberships that write; whether that changed them. Each night, and on each change."""
    current = user.memberships.current().exclude(role=Membership.Role.MEMBER)
    wanted = {f"{PREFIX}{code}" for code in current.values_list("lab__code", flat=True)}
    had = set(user.groups.filter(name__startswith=PREFIX).values_list("name", flat=True))
    if wanted == had:
        return False
    user.groups.set([*user.groups.exclude(name__startswith=PREFIX), *Group.objects.filter(name__in=wanted)])
    return True


@receiver(post_save, sender=Lab)
def lab_saved(instance, raw=False, **kwargs):
    if not raw:
        ensure_lab(instance)


@receiver([post_save, post_delete], sender=Membership)
def membership_changed(instance, raw=False, **kwargs):
    if not raw:
        sync_groups(instance.user)


@receiver(post_migrate)
def migrated(app_config, **kwargs):
    if app_config.label == "auth":  # the last of all: every permission exists by then
        ensure_groups()
