"""The terms of tools: read once per version of the content, laid on tools in one query instead of one per field."""

from django.db.models import Value

from portal.content_version import cached
from portal.models import Term

FIELDS = ("phases", "goals", "delivery", "participation")


def terms() -> dict[str, list[Term]]:
    """{vocabulary: terms in order}, cached under the content version."""

    def build():
        out: dict[str, list[Term]] = {}
        for term in Term.objects.all():
            out.setdefault(term.vocabulary, []).append(term)
        return out

    return cached("terms", build)


def attach_terms(tools) -> None:
    """Fill the prefetch cache of each of FIELDS for all `tools`, as prefetch_related would, in one query."""
    if not tools:
        return
    model = type(tools[0])
    chosen = {(name, tool.pk): set() for name in FIELDS for tool in tools}
    rows = [
        getattr(model, name)
        .through.objects.filter(toolpage__in=[tool.pk for tool in tools])
        .annotate(name=Value(name))
        .values_list("name", "toolpage_id", "term_id")
        for name in FIELDS
    ]
    for name, tool, term in rows[0].union(*rows[1:], all=True):
        chosen[name, tool].add(term)
    everything = [term for group in terms().values() for term in group]
    for tool in tools:
        tool._prefetched_objects_cache = getattr(tool, "_prefetched_objects_cache", {})
        for name in FIELDS:
            found = Term.objects.all()
            found._result_cache = [term for term in everything if term.pk in chosen[name, tool.pk]]
            found._prefetch_done = True
            tool._prefetched_objects_cache[name] = found
