"""Where mobile labs are: the stop of now, else the next one, else home."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .days import from_to, until


@dataclass(frozen=True)
class Whereabouts:
    """The stops of a lab at a moment: the one of now, the one that comes, and all those that are not over."""

    current: object | None = None
    following: object | None = None
    ahead: tuple = ()

    @property
    def shown(self):
        """The stop where the map puts the lab; None: at home."""
        return self.current or self.following

    def sentence(self) -> str:
        """« À Quimper jusqu'au 28 nov. Prochaine étape : Lorient, du 8 au 10 déc. »; "" when no stop is announced."""
        told = []
        if self.current:
            told.append(_("%(where)s until %(day)s") % {"where": in_town(self.current.place), "day": until(self.current)})
        if self.following:
            named = {"town": self.following.place, "days": from_to(self.following)}
            told.append(_("Next stop: %(town)s, %(days)s") % named)
        return " ".join(f"{sentence.removesuffix('.')}." for sentence in told)  # months are short for: nov.

    def short(self) -> str:
        """« Quimper, jusqu'au 28 nov. », for a row."""
        if self.current:
            return _("%(town)s, until %(day)s") % {"town": self.current.place, "day": until(self.current)}
        return f"{self.following.place}, {from_to(self.following)}" if self.following else ""


def in_town(town: str) -> str:
    """« À Quimper », « Au Lamentin », “In Quimper”."""
    if get_language() != "fr":
        return f"In {town}"
    for article, contracted in (("Le ", "Au "), ("Les ", "Aux ")):
        if town.startswith(article):
            return contracted + town.removeprefix(article)
    return f"À {town}"


def whereabouts(stops, now: datetime | None = None) -> Whereabouts:
    """From the stops of one lab, in any order. `now`: aware."""
    now = now or timezone.now()
    ahead = sorted((stop for stop in stops if stop.ends_at >= now), key=lambda stop: (stop.starts_at, stop.pk))
    current = next((stop for stop in ahead if stop.starts_at <= now), None)
    following = next((stop for stop in ahead if stop.starts_at > now), None)
    return Whereabouts(current, following, tuple(ahead))


def of_labs(labs, user, now: datetime | None = None, language: str = "fr") -> dict[int, Whereabouts]:
    """{id of the organisation: its whereabouts} of mobile labs, from the stops that `user` may read: one query."""
    from .models import EventPage

    now = now or timezone.now()
    mobile = {lab.owner_lab_id for lab in labs if lab.is_mobile}
    if not mobile:
        return {}
    stops = EventPage.objects.visible_to(user).in_language(language).stops().upcoming(now).filter(owner_lab__in=mobile)
    by_lab = defaultdict(list)
    for stop in stops.for_rows():
        by_lab[stop.owner_lab_id].append(stop)
    return {lab: whereabouts(found, now) for lab, found in by_lab.items()}
