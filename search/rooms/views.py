"""The lists and the forms of words. « Voir ce que cela change » answers the same form, and saves nothing."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from .. import promotions
from ..engines import EngineAwayError
from ..engines.schema import FIRST
from ..models import Promotion, Synonym
from ..registry import all_kinds
from ..text import clean
from ..views import titles
from .forms import PromotionForm, SynonymForm
from .preview import Preview, is_over, is_to_come

ASKED = "preview"  # the name of the button


class Previewed:
    """Of the views of a form: with the button, and what it answers."""

    template_name = "search/admin/words.html"
    changes, notes = None, ()

    def post(self, request, *args, **kwargs):
        if ASKED not in request.POST:
            return super().post(request, *args, **kwargs)
        if not hasattr(self, "object"):
            self.object = self.get_object() if "pk" in self.kwargs else None
        self.form = self.get_form()
        if self.form.is_valid():
            self.look()
        return self.render_to_response(self.get_context_data())

    def look(self) -> None:
        try:
            self.changes, self.notes = self.seen(self.form)
        except EngineAwayError:
            self.notes = [_("The engine does not answer: what this changes cannot be shown now. You may save all the same.")]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "changes": self.changes,
            "notes": self.notes,
            "explanation": self.explanation,
        }


def spare(preview) -> list[str]:
    told = _("The usual engine does not answer: this comes from the spare index of the site, kept up to date.")
    return [told] if preview.is_spare else []


class ForSynonyms(Previewed):
    explanation = gettext_lazy("Who searches for one of these terms finds what holds any other. It holds for both languages.")

    def seen(self, form):
        preview = Preview(self.request.user, FIRST)
        return preview.of_synonyms(form.instance), spare(preview)


class ForPromotions(Previewed):
    explanation = gettext_lazy(
        "Shown above the results of these words, on the page “Search” and in the list of its kind. Each reader sees what she may "
        "read alone; a result that is withdrawn disappears by itself."
    )

    def seen(self, form):
        preview = Preview(self.request.user, form.instance.language)
        return preview.of_promotion(form.instance, form.results), [*told_of_days(form.instance), *spare(preview)]


def told_of_days(promotion) -> list[str]:
    if is_over(promotion):
        return [_("Its last day is over: readers see it no more.")]
    return [_("Readers see it from its first day only.")] if is_to_come(promotion) else []


class BegunWithWords:
    """Those of a search that found nothing, to begin with."""

    begun = ""

    def get_initial(self):
        return super().get_initial() | {self.begun: clean(self.request.GET.get("words", ""))}


class AddSynonym(BegunWithWords, ForSynonyms, generic.CreateView):
    begun = "terms"


class EditSynonym(ForSynonyms, generic.EditView):
    pass


class AddPromotion(BegunWithWords, ForPromotions, generic.CreateView):
    begun = "wordings"


class EditPromotion(ForPromotions, generic.EditView):
    pass


class PromotionIndex(generic.IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("results")

    def get_context_data(self, *args, **kwargs):
        """The titles of all rows in one reading a kind, as this editor may read them."""
        context = super().get_context_data(*args, **kwargs)
        rows = list(context["object_list"])
        refs = {row.pk: [(one.kind, one.pk_of) for one in row.results.all()] for row in rows}
        known = {}
        for language in {row.language for row in rows}:
            wanted = dict.fromkeys(ref for row in rows if row.language == language for ref in refs[row.pk])
            found = promotions.of_language(all_kinds(), self.request.user, language)
            known[language] = titles(found, list(wanted))
        for row in rows:
            row.titles = [known[row.language].get(ref, _("not published")) for ref in refs[row.pk]]
        return context


class SynonymViewSet(ModelViewSet):
    model = Synonym
    icon = "search"
    add_view_class, edit_view_class = AddSynonym, EditSynonym
    create_template_name = edit_template_name = "search/admin/words.html"
    copy_view_enabled = False
    list_display = [Column("__str__", label=gettext_lazy("Terms that mean the same"))]
    search_fields = ["terms"]

    def get_form_class(self, for_update=False):
        return SynonymForm


class PromotionViewSet(ModelViewSet):
    model = Promotion
    icon = "pick"
    index_view_class, add_view_class, edit_view_class = PromotionIndex, AddPromotion, EditPromotion
    create_template_name = edit_template_name = "search/admin/words.html"
    copy_view_enabled = False
    list_display = [
        "__str__",
        Column("shown", label=gettext_lazy("Put first"), accessor=lambda row: ", ".join(getattr(row, "titles", []))),
        Column("language", label=gettext_lazy("language"), accessor="get_language_display"),
        Column("state", label=gettext_lazy("state")),
    ]
    list_filter = ["language"]
    search_fields = ["wordings"]

    def get_form_class(self, for_update=False):
        return PromotionForm


synonym_viewset = SynonymViewSet("synonyms")
promotion_viewset = PromotionViewSet("promotions")
