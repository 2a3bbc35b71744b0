"""Thousands of pages and files in a moment, for tests of what a list costs: rows copied in SQL from one made as usual."""

from uuid import uuid4

from django.db import connection
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from media.models import PortalDocument, PortalImage, PortalRendition
from portal.accounts.models import Lab
from portal.rights.collections import lab_collection


def many_labs(n):
    return Lab.objects.bulk_create([Lab(code=f"lab-{i}", name=f"Lab {i:02}") for i in range(n)])


def many_pages(model, original, n, labs):
    """`n` copies of a page beside it, shared out between labs."""
    parent, first = original.get_parent(), original.get_parent().numchild
    values = {f.attname: getattr(original, f.attname) for f in Page._meta.concrete_fields if f.name not in {"id", "slug"}}
    for name in ("latest_revision_id", "live_revision_id"):
        values[name] = None
    pages = [Page(**values, slug=f"copie-{i}") for i in range(n)]
    for i, page in enumerate(pages):
        page.path, page.url_path = Page._get_path(parent.path, parent.depth + 1, first + i + 1), f"{parent.url_path}copie-{i}/"
        page.translation_key, page.title, page.draft_title = uuid4(), f"Copie {i}", f"Copie {i}"
    made = Page.objects.bulk_create(pages)
    copy_rows(model, original, made[0].pk)
    Page.objects.filter(pk=parent.pk).update(numchild=first + n)
    ids = [page.pk for page in made]
    for i, lab in enumerate(labs):
        model.objects.filter(pk__in=ids[i :: len(labs)]).update(owner_lab=lab)


def copy_rows(model, original, first):
    quote = connection.ops.quote_name
    fields = [f for f in model._meta.local_concrete_fields if not f.primary_key]
    own = [("'C-' || p.id" if f.name == "reference" else f"s.{quote(f.column)}", quote(f.column)) for f in fields]
    names, values = ", ".join(column for _value, column in own), ", ".join(value for value, _column in own)
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (page_ptr_id, {names}) SELECT p.id, {values} FROM wagtailcore_page p, {table} s "
            "WHERE s.page_ptr_id = %s AND p.id >= %s",
            [original.pk, first],
        )


def counted():
    """The database counts its rows anew, as it does by itself after such an arrival: it plans its questions by them."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def many_files(n, labs):
    """Rows of images, with their thumbnail, and of documents; no bytes."""
    homes = [lab_collection(lab) for lab in labs]
    common = [{"title": f"Copie {i}", "owner_lab": labs[i % len(labs)], "collection": homes[i % len(labs)]} for i in range(n)]
    images = PortalImage.objects.bulk_create(
        [PortalImage(file=f"i{i}.png", width=9, height=9, file_size=9, **row) for i, row in enumerate(common)]
    )
    PortalRendition.objects.bulk_create(
        [PortalRendition(image=image, filter_spec="max-165x165", file=f"{image.pk}.png", width=9, height=9) for image in images]
    )
    documents = PortalDocument.objects.bulk_create(
        [PortalDocument(file=f"d{i}.pdf", file_size=9, **row) for i, row in enumerate(common)]
    )
    for model, rows in ((PortalImage, images), (PortalDocument, documents)):
        get_search_backend().add_bulk(model, rows)
