"""Minutes of work, people and sizes as French and English readers write them. A day of work is 480 minutes."""

from django.utils.translation import get_language

DAY = 480  # minutes
NB, THIN = "\u00a0", "\u202f"


def figure(value, digits: int = 0, lang: str | None = None) -> str:
    """6339 -> « 6 339 » in French, "6,339" in English."""
    shown = f"{value:,.{digits}f}"
    return shown if (lang or get_language()) == "en" else shown.replace(",", THIN).replace(".", ",")


def duration(minutes: int, lang: str | None = None) -> str:
    """12 -> 12 min, 90 -> 1 h 30, 480 -> 1 jour, 720 -> 1,5 jour, 10 000 -> 21 jours: from ten days on, whole days."""
    lang = lang or get_language()
    if minutes < DAY:
        return hours(minutes)
    days = f"{minutes / DAY:.{1 if minutes < 10 * DAY else 0}f}".removesuffix(".0")
    if lang == "en":
        return f"{days}{NB}day" + ("" if minutes == DAY else "s")
    return f"{days.replace('.', ',')}{NB}jour" + ("s" if minutes >= 2 * DAY else "")


def hours(minutes: int) -> str:
    """12 -> 12 min, 90 -> 1 h 30, 515 -> 8 h 35: time that is spent in many sittings, never said in days."""
    if minutes < 60:
        return f"{minutes}{NB}min"
    whole, rest = divmod(minutes, 60)
    return f"{whole}{NB}h" + (f"{NB}{rest:02}" if rest else "")


def span(low: int, high: int, lang: str | None = None) -> str:
    """5 and 20 -> « 5–20 min »; 60 and 240 -> « 1–4 h »; 30 and 90 -> « 30 min–1 h 30 »."""
    if low == high:
        return duration(low, lang)
    first, last = duration(low, lang), duration(high, lang)
    unit = last.rsplit(NB, 1)[-1].rstrip("s")
    same = first.rsplit(NB, 1)[-1].rstrip("s") == unit and NB not in first.rsplit(NB, 1)[0]
    return f"{first.rsplit(NB, 1)[0]}–{last}" if same else f"{first}–{last}"


def people(low: int, high: int | None, lang: str | None = None) -> str:
    """3 and 40 -> « 3–40 »; no maximum -> « 12 et plus »."""
    if high is None:
        return f"{low}{NB}+" if (lang or get_language()) == "en" else f"{low}{NB}et plus"
    return str(low) if low == high else f"{low}–{high}"


def iso_duration(minutes: int) -> str:
    """ISO 8601: 90 -> PT1H30M."""
    hours, rest = divmod(minutes, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest or not hours else "")


def file_size(count: int, lang: str | None = None) -> str:
    """Bytes in decimal units: 1_500_000 -> « 1,5 Mo »."""
    lang = lang or get_language()
    units = ("B", "kB", "MB", "GB") if lang == "en" else ("octets", "ko", "Mo", "Go")
    value, unit = float(count or 0), 0
    while value >= 999.5 and unit < 3:
        value, unit = value / 1000, unit + 1
    return f"{figure(value, 0 if value >= 9.95 or not unit else 1, lang)}{NB}{units[unit]}"
