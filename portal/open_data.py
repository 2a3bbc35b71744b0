"""What the read API shares. Public content only: an export has no reader to ask."""

from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import urlencode

from ninja import Field, Schema
from pydantic import StringConstraints

MOST = 100
Language = Literal["fr", "en"]
Code = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]  # PostgreSQL keeps no NUL, and refuses to look for one


class Paging(Schema):
    """Which part of a list."""

    lang: Language = "fr"
    offset: int = Field(0, ge=0, le=1_000_000)
    limit: int = Field(20, ge=1, le=MOST)


class Problem(Schema):
    """What is wrong with the question: a sentence, or what is wrong with each parameter."""

    detail: str | list[dict]


class Listed(Schema):
    """What each object of a list says of itself."""

    title: str
    url: str
    language: Language
    updated: datetime | None


def page_of(request, rows, paging: Paging, build) -> dict:
    """{"count": all of them, "next": the address of what follows or None, "results": these}"""
    found = list(rows[paging.offset : paging.offset + paging.limit])
    total = rows.count()
    after = paging.offset + paging.limit
    return {"count": total, "next": _next(request, after) if after < total else None, "results": [build(row) for row in found]}


def _next(request, offset) -> str:
    asked = {**request.GET.dict(), "offset": offset}
    return request.build_absolute_uri(f"{request.path}?{urlencode(asked)}")


def listed(page, request) -> dict:
    return {
        "title": page.title,
        "url": request.build_absolute_uri(page.url),
        "language": page.locale.language_code,
        "updated": page.last_published_at,
    }


def answers(schema, one: bool = False) -> dict:
    """The answers of an address, as the description of the API says them."""
    return {200: schema, 422: Problem} | ({404: Problem} if one else {})
