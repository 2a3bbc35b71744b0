"""The terms of the vocabularies: read once per version of the content, laid on objects in one query instead of one per field."""

from django.db.models import Value

from .accounts.models import Lab
from .content_version import cached
from .models import Term


def terms() -> dict[str, list[Term]]:
    """{vocabulary: terms in order}, cached under the content version."""

    def build():
        out: dict[str, list[Term]] = {}
        for term in Term.objects.all():
            out.setdefault(term.vocabulary, []).append(term)
        return out

    return cached("terms", build)


def labs() -> list[Lab]:
    """Every lab, by name, cached under the content version."""
    return cached("labs", lambda: list(Lab.objects.order_by("name")))


def attach_terms(objects, fields) -> None:
    """Fill the prefetch cache of each of `fields`, relations to terms or labs, for all `objects` of a model. One query."""
    if not objects:
        return
    model = type(objects[0])
    column = f"{model._meta.model_name}_id"
    related = {name: model._meta.get_field(name).related_model for name in fields}
    chosen = {(name, page.pk): set() for name in fields for page in objects}
    rows = [
        getattr(model, name)
        .through.objects.filter(**{f"{column}__in": [page.pk for page in objects]})
        .annotate(name=Value(name))
        .values_list("name", column, f"{related[name]._meta.model_name}_id")
        for name in fields
    ]
    for name, page, pk in rows[0].union(*rows[1:], all=True):
        chosen[name, page].add(pk)
    known = {Term: [term for group in terms().values() for term in group], Lab: labs() if Lab in related.values() else []}
    for page in objects:
        page._prefetched_objects_cache = getattr(page, "_prefetched_objects_cache", {})
        for name in fields:
            found = related[name].objects.all()
            found._result_cache = [row for row in known[related[name]] if row.pk in chosen[name, page.pk]]
            found._prefetch_done = True
            page._prefetched_objects_cache[name] = found


class WithTerms:
    """A queryset that lays the terms of `term_fields` on its objects, in one query, after with_terms()."""

    term_fields: tuple[str, ...] = ()
    lab_fields: tuple[str, ...] = ()
    laid: tuple[str, ...] = ()

    def with_terms(self, labs: bool = False):
        """labs: with its relations to labs too."""
        clone = self._chain()
        clone.laid = (*self.term_fields, *(self.lab_fields if labs else ()))
        return clone

    def _clone(self):
        clone = super()._clone()
        clone.laid = self.laid
        return clone

    def _fetch_all(self):
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new and self.laid:
            attach_terms(self._result_cache, self.laid)
