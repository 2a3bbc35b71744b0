"""Words found, in templates."""

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def marked(context, text):
    """The words of the question of a listing in <mark>; elsewhere the text as it is."""
    marks = context.get("marks")
    return marks.show(str(text)) if marks else text
