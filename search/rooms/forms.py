"""The forms of words: what is posted, what it means, and what is wrong with it."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from ..models import Promoted, Promotion, Synonym
from ..promotions import MOST, First
from .objects import Finder, code_of, no_result, ref_of

HELP = gettext_lazy("Some of its title, or its address: tools, news, pages, files. If several answer, choose below.")
NONE = gettext_lazy("No result here")


class SynonymForm(WagtailAdminModelForm):
    class Meta:
        model = Synonym
        fields = ["terms"]
        widgets = {"terms": forms.Textarea(attrs={"rows": 6})}


class PromotionForm(WagtailAdminModelForm):
    """Three places, in order. In each: `result` is what is typed, `which` the one among those that answer, `said` a sentence."""

    class Meta:
        model = Promotion
        fields = ["language", "wordings", "first_day", "last_day"]
        widgets = {"wordings": forms.Textarea(attrs={"rows": 3})}

    class Media:
        js = [forms.Script("js/lists.js", defer=True)]  # Wagtail writes scripts in the head

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        language = self.data.get("language") if self.is_bound else self.instance.language
        known = dict(Promotion._meta.get_field("language").choices)
        self.finder = Finder(self.for_user, language if language in known else self.instance.language)
        kept = list(self.instance.results.all()) if self.instance.pk else []
        self.kept = dict(enumerate(kept[:MOST], 1))
        self.order_fields(["language", "wordings", *self.places(), "first_day", "last_day"])

    def places(self) -> list[str]:
        names = []
        for n in range(1, MOST + 1):
            row, named = self.kept.get(n), {"n": n}
            attrs = {"data-suggest": reverse("search_suggest_all"), "list": f"propositions-{n}", "autocomplete": "off"}
            self.fields[f"result_{n}"] = forms.CharField(
                label=_("Result %(n)d") % named, max_length=200, required=False, help_text=HELP, widget=forms.TextInput(attrs)
            )
            self.fields[f"which_{n}"] = forms.ChoiceField(
                label=_("Which one, for result %(n)d") % named, required=False, widget=forms.RadioSelect
            )
            self.fields[f"said_{n}"] = forms.CharField(
                label=_("Said with result %(n)d") % named, max_length=160, required=False,
                help_text=_("A sentence, if the title does not say why it comes first."), initial=row.said if row else "",
            )  # fmt: skip
            self.fields[f"which_{n}"].initial = code_of((row.kind, row.pk_of)) if row else ""
            self.offer(n, {})
            names += [f"result_{n}", f"which_{n}", f"said_{n}"]
        return names

    def offer(self, n: int, labels, text: str = "") -> None:
        """What may be chosen at a place: what is there, what answers to the words typed; nothing, where nothing is typed."""
        row = self.kept.get(n)
        there = {(row.kind, row.pk_of): _("A result that is not published, or not in this language")} if row else {}
        labels = there | self.finder.labels(there) | labels
        none = [("", NONE)] if labels and not text else []
        self.fields[f"which_{n}"].choices = [(code_of(ref), label) for ref, label in labels.items()] + none

    def _clean_fields(self):
        """What was typed is looked up before the choices are checked; the one that has this very name is then chosen."""
        self.data, self.exact, self.meant = self.data.copy(), {}, {}
        for n in range(1, MOST + 1):
            which = self.add_prefix(f"which_{n}")
            text = self.data.get(self.add_prefix(f"result_{n}"), "")[:200].strip()
            chosen = ref_of(self.data.get(which, ""))
            exact, self.meant[n] = self.finder.named(text) if text else (None, {})
            self.exact[n] = chosen if chosen in self.meant[n] else exact
            self.offer(n, self.meant[n] or (self.finder.labels([chosen]) if chosen else {}), text)
            if text:
                self.data[which] = code_of(self.exact[n]) if self.exact[n] else ""
        super()._clean_fields()

    def clean(self):
        data, results = super().clean(), []
        for n in range(1, MOST + 1):
            ref = self.ref_at(n, data)
            if ref and ref in [first.ref for first in results]:
                self.add_error(f"result_{n}", _("This one is there already: once is enough."))
            elif ref:
                results.append(First(ref, data.get(f"said_{n}", "")))
        if not results and not self.errors:
            self.add_error("result_1", _("Name one result at least."))
        self.results = results
        return data

    def ref_at(self, n, data):
        """The object of a place; None when there is none, or when it is not known which."""
        text = data.get(f"result_{n}", "")
        if not text or self.exact[n]:
            return self.exact[n] or ref_of(data.get(f"which_{n}", ""))
        told = _("Several results answer “%(text)s”: choose one below.") % {"text": text}
        self.add_error(f"result_{n}", told if self.meant[n] else no_result(text))
        return None

    def save(self, commit=True):
        promotion = super().save(commit)
        promotion.results.all().delete()
        for place, first in enumerate(self.results):
            kind, pk = first.ref
            Promoted.objects.create(promotion=promotion, kind=kind, pk_of=pk, said=first.said, place=place)
        return promotion
