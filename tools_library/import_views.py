"""« Importer des outils »: a file, what it would do, the confirmation, the way back."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from media.uploads import shown
from portal.accounts.rooms.base import Act

from .models import ToolImport
from .sheets import applying, planning, tables, writing

LINES = 50  # rows of the file a page
HISTORY = 20  # imports


class ForWriters:
    """Whoever writes tools for a lab, and the national team."""

    def may_come_in(self, user):
        return user.is_authenticated and (user.is_national or bool(user.editing_labs))


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File of tools"),
        help_text=gettext_lazy(
            "CSV or XLSX, 10 MB and 2,000 tools at most. You read what it would do before anything is written."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty. Save it again and send it."),
        },
    )

    def clean_file(self):
        """The table that the file holds."""
        upload = self.cleaned_data["file"]
        return shown(upload.name), tables.table(upload)


class Start(ForWriters, Act):
    """Choose a file; what was imported before."""

    page_title = gettext_lazy("Import tools")
    template_name = "tools_library/admin/import_start.html"
    form_class = FileForm
    header_icon = "upload"
    back = reverse_lazy("tools:index")
    label = gettext_lazy("See what it would do")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": self.back, "label": _("Tools")}, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        past = ToolImport.objects.visible_to(self.request.user).select_related("by").defer("table", "report")
        return super().get_context_data(**kwargs) | {"past": past[:HISTORY]}

    def form_valid(self, form):
        record = applying.remember(self.request.user, *form.cleaned_data["file"])
        return redirect("tool_imports:show", record.pk)


class ModelFile(ForWriters, View):
    """« Modèle à remplir »."""

    def get(self, request, form):
        if not self.may_come_in(request.user):
            raise PermissionDenied
        if form not in writing.TYPES:
            raise Http404
        return file_answer(writing.model_file(request.user, form), form, _("tools-model"))


def file_answer(data, form, name):
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return HttpResponse(data, content_type=writing.TYPES[form], headers=headers)


class OfImport(ForWriters):
    """An import of one's own; to others it does not exist."""

    @cached_property
    def record(self):
        return get_object_or_404(ToolImport.objects.visible_to(self.request.user).select_related("by"), pk=self.kwargs["pk"])

    @property
    def back(self):
        return reverse("tool_imports:show", args=[self.record.pk])

    def get_breadcrumbs_items(self):
        start = {"url": reverse("tool_imports:start"), "label": _("Import tools")}
        return [*self.breadcrumbs_items, start, {"url": "", "label": self.get_page_title()}]

    def get_page_subtitle(self):
        return self.record.filename


class Show(OfImport, WagtailAdminTemplateMixin, TemplateView):
    """What it would do, row by row; once confirmed, what it did."""

    template_name = "tools_library/admin/import_show.html"
    header_icon = "upload"
    page_title = gettext_lazy("Import tools")
    OUTCOMES = {
        planning.REFUSED: gettext_lazy("Refused"),
        planning.CREATED: gettext_lazy("New drafts"),
        planning.CHANGED: gettext_lazy("Changed"),
        planning.SAME: gettext_lazy("Left as they are"),
    }

    def dispatch(self, request, *args, **kwargs):
        if not self.may_come_in(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return self.record.filename

    def get_page_subtitle(self):
        return ""

    @property
    def outcome(self) -> str:
        """Which rows are shown: those asked for, else the first kind that there is, refusals before all."""
        asked = self.request.GET.get("show")
        counts = self.counts
        return asked if asked in counts else next((name for name, count in counts.items() if count), planning.SAME)

    @cached_property
    def counts(self) -> dict[str, int]:
        said = [line["outcome"] for line in self.record.report]
        return {name: said.count(name) for name in self.OUTCOMES}

    def get_context_data(self, **kwargs):
        shown_now = self.outcome
        rows = [line for line in self.record.report if line["outcome"] == shown_now]
        written = self.record.lines.all()
        return super().get_context_data(**kwargs) | {
            "record": self.record,
            "tabs": [(name, label, self.counts[name], name == shown_now) for name, label in self.OUTCOMES.items()],
            "page": Paginator(rows, LINES).get_page(self.request.GET.get("p")),
            "outcome": shown_now,
            "ignored": [(heading, tables.close_to(heading)) for heading in self.record.table.get("ignored", [])],
            "left": [line for line in written if line.told],
            "written": Paginator(written, LINES).get_page(self.request.GET.get("p")),
            "mine": self.record.by == self.request.user,
        }

    def post(self, request, pk):
        """« Importer ». Only whoever sent the file confirms it: it is written with her rights."""
        if self.record.by != request.user:
            raise PermissionDenied
        if self.record.state == ToolImport.State.READ:
            self.confirm()
        return redirect(self.back)

    def confirm(self):
        if not self.record.to_do:
            messages.warning(self.request, _("There is nothing to import in this file."))
        elif not applying.confirm(self.request.user, self.record):
            messages.warning(self.request, _("The library has changed meanwhile: read again what the file would do."))
        else:
            messages.success(self.request, told_of(self.record.to_do))


def told_of(count: int) -> str:
    if count > applying.AT_ONCE:
        return _("The import has begun. You may leave this page.")
    words = ngettext("%(count)s tool is imported, as a draft.", "%(count)s tools are imported, as drafts.", count)
    return words % {"count": count}


class Undo(OfImport, Act):
    page_title = gettext_lazy("Undo the import")
    label = gettext_lazy("Yes, undo it")
    header_icon = "undo"
    serious = True

    def dispatch(self, request, *args, **kwargs):
        if self.may_come_in(request.user) and self.record.state != ToolImport.State.DONE:
            return redirect(self.back)
        return super().dispatch(request, *args, **kwargs)

    def explanation(self):
        return [
            _("The drafts that it made are deleted; the tools that it changed get their previous draft back."),
            _("What somebody has changed, submitted or published since is left as it is, and you will be told which."),
        ]

    def perform(self, data):
        applying.undo(self.request.user, self.record)
        self.done = _("The import is undone, or will be in a moment: the list below says what was left.")
