"""All the rows of a page in one query, whatever the number of their tables: a page of a dozen lists costs as one of one.

Written as text once for a model: each table gives its columns as text, padded to the widest; they are read back by the
fields themselves, and laid where prefetch_related would lay them.
"""

from functools import cache

from django.db import connection, models

from .models.terms import Term
from .vocabularies import terms

KEY = "page_id"


@cache
def columns_of(model) -> tuple:
    return tuple(field for field in model._meta.concrete_fields)


def as_text(field) -> str:
    name = f'"{field.column}"'
    if isinstance(field, models.BooleanField):
        name = f"CAST({name} AS integer)"
    return f"CAST({name} AS text)"


@cache
def statement(parent) -> tuple[str, dict]:
    """(SQL with one %s for each part, {number of a part: (name, model or field)}) of a page type."""
    parts, kinds = [], {}
    for relation in child_relations(parent):
        kinds[len(kinds)] = (relation.get_accessor_name(), relation.related_model)
    for field in parent._meta.local_many_to_many:
        kinds[len(kinds)] = (field.name, field)
    widest = max(len(columns_of(kind)) if isinstance(kind, type) else 1 for _name, kind in kinds.values())
    for number, (_name, kind) in kinds.items():
        if isinstance(kind, type):
            table, where, cells = kind._meta.db_table, KEY, [as_text(field) for field in columns_of(kind)]
            place = '"sort_order"'
        else:
            through = kind.remote_field.through._meta
            table, where = through.db_table, through.get_field(kind.m2m_field_name()).column
            cells = [f'CAST("{through.get_field(kind.m2m_reverse_field_name()).column}" AS text)']
            place = "0"
        cells += ["NULL"] * (widest - len(cells))
        parts.append(f'SELECT {number}, {place}, {", ".join(cells)} FROM "{table}" WHERE "{where}" = %s')  # noqa: S608  (names of ours)
    return " UNION ALL ".join(parts) + " ORDER BY 1, 2", kinds


def child_relations(parent):
    from modelcluster.models import get_all_child_relations

    own = [
        relation
        for relation in get_all_child_relations(parent)
        if relation.related_model._meta.app_label == parent._meta.app_label
    ]
    return sorted(own, key=lambda relation: relation.get_accessor_name())


def read(model, cells):
    """A row as the database would give it."""
    values = {
        field.attname: field.to_python(cell) if cell is not None else None
        for field, cell in zip(columns_of(model), cells, strict=False)
    }
    for field in columns_of(model):
        if field.is_relation and values[field.attname] is not None:
            values[field.attname] = field.target_field.to_python(values[field.attname])
    row = model(**values)
    row._state.adding, row._state.db = False, "default"
    return row


def rows_of(page) -> dict[str, list]:
    """{relation: its rows, in order} and {choice of several: ids}."""
    sql, kinds = statement(type(page))
    found: dict[str, list] = {name: [] for name, _kind in kinds.values()}
    with connection.cursor() as cursor:
        cursor.execute(sql, [page.pk] * len(kinds))
        for number, _place, *cells in cursor.fetchall():
            name, kind = kinds[number]
            found[name].append(read(kind, cells) if isinstance(kind, type) else int(cells[0]))
    return found


def attach(page, known) -> None:
    """Lay all its rows on `page`, as prefetch_related would; `known`: every term, in order. What it chose of other models is
    left as ids, in `page.chosen`."""
    page._prefetched_objects_cache = getattr(page, "_prefetched_objects_cache", {})
    page.chosen = {}
    for name, rows in rows_of(page).items():
        field = page._meta.get_field(name)
        if not field.many_to_many:
            for row in rows:
                row.page = page
            lay(page, name, field.related_model, rows)
        elif field.related_model is Term:
            lay(page, name, Term, [term for term in known if term.pk in rows])
        else:
            page.chosen[name] = rows


def lay(page, name, model, rows) -> None:
    found = model._default_manager.all()
    found._result_cache, found._prefetch_done = rows, True
    page._prefetched_objects_cache[name] = found


class WithFamily:
    """A queryset that lays all the rows and choices of its pages, in one query for each page: for their own page."""

    has_family = False

    def with_family(self):
        clone = self._chain()
        clone.has_family = True
        return clone

    def _clone(self):
        clone = super()._clone()
        clone.has_family = self.has_family
        return clone

    def _fetch_all(self):
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new and self.has_family:
            known = [term for group in terms().values() for term in group]
            for page in self._result_cache:
                attach(page, known)
