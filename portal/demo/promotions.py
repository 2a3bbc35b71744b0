"""Results that the demo puts first for some words."""

from search.models import Promoted, Promotion
from search.registry import kind

from .facts import read


def load_promotions():
    for row in read("promotions.yaml"):
        promotion, _made = Promotion.objects.get_or_create(language="fr", wordings="\n".join(row["words"]))
        for place, result in enumerate(row["results"]):
            code, said = result.pop("kind"), result.pop("said", "")
            page = kind(code).model.objects.get(locale__language_code="fr", **result)
            named = {"kind": code, "pk_of": page.pk, "said": said}
            Promoted.objects.update_or_create(promotion=promotion, place=place, defaults=named)
