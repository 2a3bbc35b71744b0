"""« Mon avancement »: what an account keeps, and the forms that write it. Never cached; a GET writes nothing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ..models import Enrolment, GuidePage
from . import merging, progress
from .plan import Plan

SILENT = {"open", "view"}  # sent by the script: nothing to show


@login_required
@never_cache
@require_safe
def own_progress(request):
    """The guides that I follow, and where I am in each."""
    rows = []
    enrolments = {row.guide_key: row for row in Enrolment.objects.filter(user=request.user)}
    guides = GuidePage.objects.visible_to(request.user).filter(translation_key__in=enrolments)
    for guide in guides.in_language(get_language()).select_related("locale"):
        kept = progress.of(request.user, guide.translation_key)
        plan = Plan(guide, request.user, kept.done)
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


@login_required
@never_cache
@require_POST
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


@login_required
@never_cache
@require_POST
def note(request):
    """An answer of « Mon carnet »."""
    lesson, block = lesson_or_404(request), merging.key_of(request.POST.get("block", ""))
    text = request.POST.get("text", "").replace("\0", "")
    if block is None or not progress.write_note(request.user, lesson, block, text):
        raise Http404
    return back_to(request, lesson, f"#n-{block}")


@login_required
@never_cache
@require_POST
def add_device(request):
    """What this device has kept goes into the account."""
    count = merging.merge(request.user, request.POST.get("kept", ""))
    told = ngettext("The progress of %(n)d guide is in your account.", "The progress of %(n)d guides is in your account.", count)
    messages.success(request, told % {"n": count} if count else _("Nothing of this device could be added."))
    return redirect("own_progress")


@login_required
@never_cache
@require_POST
def leave(request):
    key = merging.key_of(request.POST.get("guide", ""))
    if key:
        progress.leave(request.user, key)
        messages.success(request, _("Your progress in this guide is erased."))
    return redirect("own_progress")
