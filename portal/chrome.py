"""Header and footer as data: settings, menu, links. The same for every reader of a language; cached."""

from django.apps import apps
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from media.renditions import LOGO

from .content_version import cached
from .entries import shelf_of
from .serving import site_for
from .typography import typeset


def chrome(request) -> dict:
    site, language = site_for(request), get_language()
    return cached(f"frame:{site.pk if site else 0}:{language}", lambda: with_foot(build(site, language), language), here=True)


def with_foot(frame, language) -> dict:
    """The footer is rendered and set once: no page changes it."""
    return frame | {"foot": typeset(render_to_string("components/footer.html", {"frame": frame}), language)}


def build(site, language) -> dict:
    from .models import HelpPage, LegalPage, SiteSettings

    settings = SiteSettings.for_site(site) if site else SiteSettings()
    home = localized_home(site, language)
    legal = {page.kind: page for page in in_footer(LegalPage, language)}
    help_page = in_footer(HelpPage, language).filter(depth=3).order_by("path").first()
    return {
        "name": settings.name,
        "tagline": settings.tagline,
        "logo": logo(settings),
        "footer": settings.footer,
        "contact": settings.contact_email,
        "social": [(link.name, link.url) for link in settings.social_links.all()] if settings.pk else [],
        "home": home.url if home else "/",
        "menu": menu(home),
        "links": footer_links(legal, help_page, settings, language),
        "elsewhere": elsewhere(home),
        "search": reverse("search"),
        "tools": tools_url(language),
        "contact_page": legal["contact"].url if "contact" in legal else "",
    }


def localized_home(site, language):
    if site is None:
        return None
    twins = site.root_page.get_translations(inclusive=True).filter(locale__language_code=language, live=True)
    return twins.first() or site.root_page


def elsewhere(home) -> dict[str, str]:
    """{language: address of its home page}, for the pages that have no translation."""
    from .models import HomePage

    if home is None:
        return {}
    twins = HomePage.objects.visible_to(None).filter(translation_key=home.translation_key).exclude(pk=home.pk)
    return {twin.locale.language_code: twin.url for twin in twins.select_related("locale")}


def menu(home) -> list[dict]:
    """The sections: children of the home page that are in the menu and that everyone may read."""
    if home is None:
        return []
    pages = home.get_children().live().in_menu().specific()
    return [
        {"title": page.title, "url": page.url, "hue": page.hue, "path": page.path} for page in pages if page.access == "public"
    ]


def in_footer(model, language):
    return model.objects.visible_to(None).in_language(language).select_related("locale").order_by("path")


def logo(settings):
    if not settings.logo_id:
        return ""
    return settings.logo.get_rendition(LOGO).url


def tools_url(language) -> str:
    return shelf_of(apps.get_model("tools_library.ToolIndexPage"))(language) or "/"


def footer_links(legal, help_page, settings, language) -> list[tuple[str, str, str]]:
    """(name, address, language of the page) each."""
    prefix = "/en" if language == "en" else ""
    state = _("Accessibility: %(state)s") % {"state": settings.get_accessibility_display()}
    names = {
        "contact": _("Contact"),
        "accessibility": state,
        "legal": _("Legal notice"),
        "privacy": _("Personal data"),
        "cookies": _("Cookies: none"),
        "licence": _("Licence and reuse"),
        "ecodesign": _("Eco-design"),
        "security": _("Security"),
    }
    links = [(_("Help"), help_page.url, help_page.locale.language_code)] if help_page else []
    links += [(names[kind], legal[kind].url, legal[kind].locale.language_code) for kind in names if kind in legal]
    links += [(_("Site map"), f"{prefix}/plan-du-site/", language), (_("News feed"), f"{prefix}/flux/", language)]
    return links
