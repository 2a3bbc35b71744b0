"""A lab next door, with something of everything that must not be seen; and every address of the admin."""

from types import SimpleNamespace

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.urls import URLPattern, get_resolver, reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageLogEntry, PageViewRestriction, Revision, Site, TaskState

from media.models import PortalDocument, PortalImage
from network.models import KeyFigure
from network.tests.factories import event, lab_page
from portal.accounts import workflow
from portal.accounts.models import Invitation, Lab, Membership, User
from portal.models import Term
from portal.rights.collections import lab_collection
from portal.tests.world import fresh
from search.models import Promotion, Synonym
from tools_library.models import Material, ToolImport, ToolMaterial, ToolPage

CANARY = "Canari"


def settle(w, people):
    """Pages, files, people and an invitation of lab B; the words « Canari … » are nobody else's to read."""
    live = w.tool("Publique de B", w.b)
    live.title = f"{CANARY} prochaine"
    live.save_revision()
    inner = w.tool(f"{CANARY} interne", w.b, access="lab")
    draft = w.tool(f"{CANARY} brouillon", w.b, live=False)
    draft.save_revision()
    news = w.piece(f"{CANARY} nouvelle", w.b, live=False)
    review = w.tool(f"{CANARY} soumise", w.b, live=False)
    review.save_revision(user=people.neighbour)
    review.get_workflow().start(review, people.neighbour)
    back = w.tool(f"{CANARY} renvoyée", w.b, live=False)
    back.save_revision(user=people.neighbour)
    back.get_workflow().start(back, people.neighbour).current_task_state.reject(user=people.national, comment=f"{CANARY} motif")
    locked = w.tool(f"{CANARY} fermée", w.b, live=False)
    ToolPage.objects.filter(pk=locked.pk).update(locked=True, locked_by=people.neighbour)
    ToolPage.objects.filter(pk=live.pk).update(review_due_on="2020-01-01")  # to be read again, and in French only
    guide = w.guide(f"{CANARY} guide", w.b, access="lab")
    guide.save_revision()
    lesson = w.lesson(guide, f"{CANARY} leçon")
    lab = lab_page(w, f"{CANARY} brouillon", w.b, live=False)
    stop = event(w, f"{CANARY} brouillon", w.b, live=False)
    home = lab_collection(w.b)
    case = w.case(f"{CANARY} brouillon", w.b, live=False)
    image = PortalImage.objects.create(title=f"{CANARY} image", file=get_test_image_file(), collection=home, owner_lab=w.b)
    document = PortalDocument(title=f"{CANARY} document", collection=home, owner_lab=w.b)
    document.file.save("canari.txt", ContentFile(b"canari"))
    material = Material.objects.create(code="canari", name_fr="Chose", name_en="Thing")
    ToolMaterial.objects.create(page=live, material=material)  # a material in use is nobody's to change
    invitation = workflow.invite(people.national, email="canari@example.org", role="member", lab=w.b)
    return SimpleNamespace(
        live=fresh(live), inner=fresh(inner), draft=fresh(draft), news=fresh(news), review=fresh(review), locked=fresh(locked), image=image,
        guide=fresh(guide), lesson=fresh(lesson), lab_page=fresh(lab), stop=fresh(stop),
        imported=ToolImport.objects.create(by=people.neighbour, filename=f"{CANARY}.csv", report=[{"title": CANARY}]),
        document=document, invitation=invitation, membership=people.neighbour.memberships.get(), lab=w.b,
        person=people.neighbour, material=material, redirect=Redirect.add_redirect("/canari", "/"),
        synonym=Synonym.objects.first(), promotion=Promotion.objects.create(wordings=f"{CANARY} des champs"),
        term=Term.objects.first(), figure=KeyFigure.objects.create(key="canari", label_fr="Chiffre"), case=fresh(case), group=Group.objects.first(), site=Site.objects.get(),
    )  # fmt: skip


def state(b):
    """All that an attack could have changed."""
    pages = [
        page.pk for page in (b.live, b.inner, b.draft, b.news, b.review, b.locked, b.guide, b.lesson, b.case, b.lab_page, b.stop)
    ]
    keys = [str(pk) for pk in pages]
    return {
        "pages": list(Page.objects.filter(pk__in=pages).order_by("pk").values()),
        "tools": list(ToolPage.objects.filter(pk__in=pages).order_by("pk").values()),
        "revisions": list(Revision.objects.filter(object_id__in=keys).order_by("pk").values()),
        "tasks": list(TaskState.objects.filter(revision__object_id__in=keys).order_by("pk").values()),
        "log": PageLogEntry.objects.filter(page_id__in=pages).count(),
        "privacy": PageViewRestriction.objects.count(),
        "images": list(PortalImage.objects.filter(owner_lab=b.lab).values("pk", "title", "collection", "file")),
        "documents": list(PortalDocument.objects.filter(owner_lab=b.lab).values("pk", "title", "collection", "file")),
        "people": list(Membership.objects.filter(lab=b.lab).order_by("pk").values()),
        "invitations": list(Invitation.objects.filter(lab=b.lab).values()),
        "words": [*Synonym.objects.values(), *Promotion.objects.values()],
        "figures": list(KeyFigure.objects.order_by("pk").values()),
        "materials": list(Material.objects.order_by("pk").values()),
        "imports": list(ToolImport.objects.order_by("pk").values()),
        "labs": list(Lab.objects.order_by("pk").values()),
        "users": list(User.objects.order_by("pk").values("pk", "email", "is_active", "is_superuser", "password")),
    }


def routes(resolver=None, namespace=""):
    """(name, argument names) of every address under /admin/."""
    resolver = resolver or next(p for p in get_resolver().url_patterns if str(p.pattern) == "admin/")
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            if entry.name:  # without one: the 404 of the admin and its sample
                yield namespace + entry.name, frozenset(set(entry.pattern.converters) or set(entry.pattern.regex.groupindex))
        else:
            yield from routes(entry, namespace + (f"{entry.namespace}:" if entry.namespace else ""))


def values(b, page, name, here=None):
    """What each argument of an address may name of lab B. `here`: a page of one's own in place of B's."""
    revision = page.get_latest_revision()
    task = TaskState.objects.get(revision__object_id=str(b.review.pk))
    here = here or page
    objects = {"wagtailimages": b.image, "wagtaildocs": b.document, "members": b.membership, "invitations": b.invitation,
               "people": b.person, "wagtailusers_users": b.person, "labs": b.lab, "tool_imports": b.imported, "synonyms": b.synonym, "promotions": b.promotion, "wagtailusers_groups": b.group,
               "wagtailsites": b.site, "wagtailadmin_collections": lab_collection(b.lab), "wagtailredirects": b.redirect,
               "wagtailsnippets_portal_term": b.term, "wagtailsnippetchoosers_portal_term": b.term,
               "wagtailsnippets_network_keyfigure": b.figure, "wagtailsnippetchoosers_network_keyfigure": b.figure,
               "wagtailsnippets_tools_library_material": b.material, "wagtailsettings": b.site,
               "wagtailsnippetchoosers_tools_library_material": b.material}  # fmt: skip
    area = name.split(":")[0].removesuffix("_chooser")
    area = {"wagtailadmin_api": "wagtail" + name.split(":")[1] if ":" in name else ""}.get(area, area)
    thing = objects.get({"wagtaildocuments": "wagtaildocs"}.get(area, area), here)
    if area == "wagtailadmin_workflows":
        thing = task.task if "task" in name else task.workflow_state.workflow
    return {
        "page_id": here.pk, "parent_page_id": here.pk, "page_to_move_id": here.pk, "destination_id": page.pk,
        "object_id": here.pk, "pk": thing.pk, "image_id": b.image.pk, "document_id": b.document.pk, "doc_id": b.document.pk,
        "uploaded_file_id": 1, "revision_id": revision.pk, "revision_id_a": "earliest", "revision_id_b": revision.pk,
        "task_id": task.task_id, "task_state_id": task.pk, "workflow_state_id": task.workflow_state_id,
        "workflow_pk": task.workflow_state.workflow_id, "page_pk": here.pk, "collection_id": lab_collection(b.lab).pk,
        "content_type_app_name": "tools_library", "content_type_model_name": "toolpage", "app_label": "tools_library",
        "model_name": "toolpage", "app_name": "portal", "session_id": 1, "redirect_id": 1, "filter_spec": "original",
        "form": "xlsx", "action_name": "approve", "action": "delete", "token": "x", "uidb64": "x", "key": "x", "slug": "traduire",
    }  # fmt: skip


def address(b, page, name, keys, here=None):
    given = values(b, page, name, here)
    if name.startswith("wagtail_bulk_action"):
        given |= {"app_label": "wagtailcore", "model_name": "page"}
    if name.startswith("wagtailsettings"):
        given |= {"model_name": "sitesettings", "app_name": "portal"}
    if name.startswith("wagtailadmin_workflows:add_task"):
        given |= {"app_label": "portal", "model_name": "reviewtask"}
    if name == "wagtailadmin_tag_model_autocomplete":
        given |= {"app_name": "taggit", "model_name": "tag"}
    return reverse(name, kwargs={key: given[key] for key in keys})
