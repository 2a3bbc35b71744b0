"""Filters and tags of the house: figures, durations, icons, typography. A builtin: no {% load %} needed."""

import json

from django import template
from django.template.defaultfilters import date as date_filter
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from portal import durations, pictures
from portal.durations import figure as write_figure
from portal.parts import put_aside, put_back
from portal.typography import french, typeset

register = template.Library()


@register.simple_tag
def sheet(name):
    """The address of the stylesheet of a kind of page, with the hash of its content where files have one."""
    return static(f"css/{name}.css")


@register.filter
def figure(value):
    return write_figure(value)


@register.filter
def minutes(value):
    return durations.duration(value) if value else ""


@register.filter
def hours(value) -> str:
    """{{ guide.minutes|hours }}: « 8 h 35 », in many sittings."""
    return durations.hours(value) if value else ""


@register.filter
def minutes_of(tool):
    """« 12–30 min » of a tool."""
    return durations.span(tool.duration_min, tool.duration_max) if tool.duration_min and tool.duration_max else ""


@register.filter
def people_of(tool):
    """« 4–200 » of a tool."""
    return durations.people(tool.people_min, tool.people_max) if tool.people_min else ""


@register.filter
def lines(text):
    from portal.fields import lines as split

    return split(text or "")


@register.filter
def day(value):
    """25 novembre 2026."""
    return date_filter(value, "j F Y")


@register.filter
def size(count):
    return durations.file_size(count)


@register.filter
def extension(name):
    return str(name).rsplit(".", 1)[-1].upper() if "." in str(name) else ""


@register.filter(name="french")
def french_filter(text):
    return french(str(text))


@register.simple_tag
def icon(name, css="i"):
    """A pictogram of the sprite, always beside a word."""
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css, static("img/sprite.svg"), name)


@register.simple_tag
def phase_mark(code):
    return mark_safe(pictures.phase_mark(code))  # noqa: S308  (our own drawing)


@register.simple_tag
def lost():
    return mark_safe(pictures.lost())  # noqa: S308


@register.simple_tag
def portrait(sessions):
    return mark_safe(pictures.portrait(sessions, lang=get_language() or "fr"))  # noqa: S308


@register.simple_tag(takes_context=True)
def switches(context):
    """[(language, address, whether it is the same page)] for a page without translation: the same view, else the home page."""
    request, out = context.get("request"), []
    match = getattr(request, "resolver_match", None)
    for code, home in context["frame"]["elsewhere"].items():
        there = translate_url(request.get_full_path(), code) if match and match.url_name not in (None, "wagtail_serve") else ""
        same = bool(there) and there != request.get_full_path()
        out.append((code, there if same else home, same))
    return out


@register.inclusion_tag("components/faults.html", takes_context=True)
def content_faults(context):
    """What the checks of an editor find that the page does not show."""
    from portal.content_checks import faults, may_see

    page, request = context["page"], context["request"]
    return {"faults": faults(page) if may_see(page, request) else []}


class Typography(template.Node):
    def __init__(self, nodes):
        self.nodes = nodes

    def render(self, context):
        aside = context.render_context["aside"] = []
        html = typeset(self.nodes.render(context), get_language() or "fr")
        return put_back(html, aside)


@register.tag
def typography(parser, token):
    """{% typography %} … {% endtypography %}: French typography on all the French that is inside."""
    nodes = parser.parse(("endtypography",))
    parser.delete_first_token()
    return Typography(nodes)


class Part(template.Node):
    """What is kept of a page for every reader without an account (portal/parts.py): not even rendered when it is known."""

    def __init__(self, name, nodes):
        self.name, self.nodes = name, nodes

    def render(self, context):
        parts = context.get("parts_of_page")
        if parts is None:
            return self.nodes.render(context)
        if parts.known is None:
            parts.made[self.name] = typeset(self.nodes.render(context), get_language() or "fr")
        return put_aside(context, (parts.known or parts.made)[self.name])


@register.tag
def part(parser, token):
    """{% part "main" %} … {% endpart %}: nothing inside may depend on who reads, on the query or on a cookie."""
    nodes = parser.parse(("endpart",))
    parser.delete_first_token()
    return Part(token.split_contents()[1].strip('"'), nodes)


@register.simple_tag(takes_context=True)
def foot(context):
    """The footer: the same on all pages of a language."""
    return mark_safe(put_aside(context, context["frame"]["foot"]))  # noqa: S308  (rendered by a template)


def publisher(request, frame) -> dict:
    """The network, as schema.org knows it. `frame`: portal.chrome."""
    network = {"@type": "Organization", "name": frame["name"], "url": request.build_absolute_uri(frame["home"])}
    network["logo"] = request.build_absolute_uri(frame["logo"] or static("img/logo.svg"))
    told = {"email": frame["contact"], "sameAs": [url for _name, url in frame["social"]]}
    return network | {key: value for key, value in told.items() if value}


@register.simple_tag(takes_context=True)
def structured_data(context, page):
    """schema.org as a data block: never run, and safe inside HTML."""
    request = context.get("request")
    if request is None or not page:
        return ""
    told = page.structured_data(request)
    if page.schema_type == "WebSite":
        told |= {"name": context["frame"]["name"], "publisher": publisher(request, context["frame"])}
    data = {key: value for key, value in told.items() if value not in (None, "", [])}
    text = json.dumps(data, ensure_ascii=False).translate({ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"})
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  (escaped above)
