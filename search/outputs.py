"""A listing as a feed (Atom) or a table (CSV), for the same address."""

import csv
import io

from django.http import HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

OUTPUT = "sortie"  # in the address: an answer that is not a page
MOST_OF_FEED, MOST_OF_TABLE = 20, 2_000


def serve(shelf, request, columns):
    """The answer to ?sortie=atom and ?sortie=csv; None for a page."""
    form = request.GET.get(OUTPUT)
    if form == "atom":
        return atom(shelf, request)
    return table(shelf, request, columns) if form == "csv" else None


def page(answer):
    """The listing as a page. One that was made while an engine is away is kept nowhere; nor, here, are answers to words:
    there are as many as people, and they would push out the pages that everybody asks for."""
    told = getattr(answer, "context_data", None) or {}
    if told.get("is_plain") or told.get("is_standby"):
        answer["Cache-Control"] = "no-store"
    elif told.get("query") and told["query"].text:
        answer["Cache-Control"] = "no-cache"
    return answer


def atom(shelf, request):
    """The latest of what the address asks for."""
    listing = shelf.listing(request)
    rows = listing.latest(MOST_OF_FEED)
    address = request.build_absolute_uri(shelf.url + listing.address(listing.query, page=1))
    feed = Atom1Feed(
        title=" – ".join(filter(None, (shelf.title, listing.said()))),
        link=address,
        description="",
        language=listing.language,
        feed_url=request.build_absolute_uri(),
        feed_guid=address,
    )
    for page in rows:
        link = request.build_absolute_uri(page.url)
        feed.add_item(
            title=page.title, link=link, description=page.summary_text, unique_id=link, updateddate=page.last_published_at,
            pubdate=page.first_published_at, author_name=page.owner_lab.name if page.owner_lab else None,
        )  # fmt: skip
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def table(shelf, request, columns):
    """All that the address asks for, as a spreadsheet opens it: UTF-8 with its mark, semicolons in French, no formula."""
    from portal.accounts.spreadsheets import harmless  # the admin is ready only now

    listing, out = shelf.listing(request), io.StringIO()
    writer = csv.writer(out, delimiter=";" if listing.language == "fr" else ",")
    writer.writerow([*(str(heading) for heading, _value in columns), _("Address")])
    for page in listing.all_rows(MOST_OF_TABLE):
        cells = [*(value(page) for _heading, value in columns), request.build_absolute_uri(page.url)]
        writer.writerow([harmless(cell) for cell in cells])
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{shelf.slug}-{timezone.localdate().isoformat()}.csv"'
    return answer
