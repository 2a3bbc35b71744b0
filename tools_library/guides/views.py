"""« Mon avancement »: what an account keeps, and the forms that write it. Never cached; a GET writes nothing."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ..models import Enrolment, GuidePage
from . import merging, progress
from .plan import Plan, parts_of

SILENT = {"open", "view"}  # sent by the script: nothing to show


def posted(view):
    """By somebody signed in. A GET is what is left of a post whose session had ended, once she has signed in again."""

    @login_required
    @never_cache
    @wraps(view)
    def answer(request):
        if request.method in ("GET", "HEAD"):
            return redirect("own_progress")
        return require_POST(view)(request)

    return answer


def by_script(request) -> bool:
    """Whether a script reads the answer."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


@login_required
@never_cache
@require_safe
def own_progress(request):
    """The guides that I follow, and where I am in each."""
    rows = []
    enrolments = Enrolment.objects.filter(user=request.user).prefetch_related("lessons")
    known = {enrolment.guide_key: progress.kept_in(enrolment) for enrolment in enrolments}
    guides = GuidePage.objects.visible_to(request.user).filter(translation_key__in=known)
    guides = list(guides.in_language(get_language()).select_related("locale"))
    parts = parts_of(guides, request.user)
    for guide in guides:
        kept = known[guide.translation_key]
        plan = Plan(guide, request.user, kept.done, parts)
        rows.append({"guide": guide, "plan": plan, "kept": kept, "resume": plan.next_to_do(kept.last)})
    rows.sort(key=lambda row: row["kept"].enrolment.started_at, reverse=True)
    return render(request, "tools_library/guides/progress.html", {"rows": rows})


def lesson_or_404(request):
    """The lesson that a form names; whether it is not hers or does not exist, the same answer."""
    key = merging.key_of(request.POST.get("lesson", ""))
    lesson = progress.lesson_for(request.user, key) if key else None
    if lesson is None:
        raise Http404
    return lesson


def back_to(request, lesson, anchor=""):
    """The lesson in the language of the form."""
    twin = type(lesson).objects.visible_to(request.user).filter(translation_key=lesson.translation_key)
    page = twin.in_language(get_language()).first() or lesson
    return redirect(page.get_url(request) + anchor)


@posted
def mark(request):
    """« J'ai terminé », and back."""
    lesson, act = lesson_or_404(request), request.POST.get("act")
    acts = {
        "done": progress.finish, "undo": progress.undo, "open": progress.open_,
        "view": lambda user, lesson: progress.finish(user, lesson, "view"),
    }  # fmt: skip
    if act not in acts:
        raise Http404
    acts[act](request.user, lesson)
    return HttpResponse(status=204) if act in SILENT else back_to(request, lesson, "#fini")


@posted
def note(request):
    """An answer of « Mon carnet »."""
    lesson, block = lesson_or_404(request), merging.key_of(request.POST.get("block", ""))
    if block is None or not progress.write_note(request.user, lesson, block, request.POST.get("text", "")):
        raise Http404
    return HttpResponse(status=204) if by_script(request) else back_to(request, lesson, f"#n-{block}")


@posted
def add_device(request):
    """What this device has kept goes into the account. The script is told what was taken: the device forgets that alone."""
    kept = request.POST.get("kept", "")
    taken = merging.merge(request.user, kept)
    count = len(taken)
    told = ngettext("The progress of %(n)d guide is in your account.", "The progress of %(n)d guides is in your account.", count)
    said = told % {"n": count} if count else _("Nothing of this device could be added.")
    if not merging.is_whole(kept, taken):
        said += " " + _("What was not added stays on this device.")
    if count or not by_script(request):  # its script reads the page again
        messages.success(request, said)
    return JsonResponse({"taken": taken, "said": said}) if by_script(request) else redirect("own_progress")


@posted
def leave(request):
    """Asked once more on a page of its own: nothing gives back what is erased."""
    key = merging.key_of(request.POST.get("guide", ""))
    if key and "sure" not in request.POST:
        guides = GuidePage.objects.visible_to(request.user).filter(translation_key=key).in_language(get_language())
        return render(request, "tools_library/guides/leave.html", {"key": key, "guide": guides.first()})
    if key:
        progress.leave(request.user, key)
        messages.success(request, _("Your progress in this guide is erased."))
    return redirect("own_progress")
