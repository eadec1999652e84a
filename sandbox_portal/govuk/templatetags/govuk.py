"""Tags for page authors. `{% load govuk %}`; examples are in docs/design-system.md."""

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext

from sandbox_portal.govuk import components
from sandbox_portal.govuk.addresses import row_address
from sandbox_portal.govuk.drawing import draw_field
from sandbox_portal.govuk.fields import lower_first
from sandbox_portal.govuk.forms import draw_error_summary, draw_fields

register = template.Library()

ROWS = "govuk summary list rows"


@register.simple_tag
def govuk(component, params=None, **named):
    """{% govuk "button" text="Save" %}; a double underscore nests: attributes__id="save"."""
    return components.draw(component, _nested({**(params or {})}, named))


@register.simple_block_tag
def govukblock(content, component, params=None, **named):
    """{% govukblock "inset-text" %}…{% endgovukblock %}: the body becomes the component's html."""
    return components.draw(component, _nested({"html": content, **(params or {})}, named))


@register.simple_tag
def govuk_field(field):
    """Draw one field of a form by the component of its widget; the form renderer's own brick."""
    return draw_field(field)


@register.simple_tag
def form_fields(form):
    """Draw the fields of a form and nothing around them, for a page with many small forms of its own frame."""
    return draw_fields(form, form.shown_fields())


@register.simple_tag
def error_summary(form):
    """Put the list of a form's errors here, at the top of the page; the form then does not repeat it."""
    form.error_summary_drawn = True
    return draw_error_summary(form)


@register.simple_tag
def error_summary_unless_drawn(form):
    return "" if getattr(form, "error_summary_drawn", False) else draw_error_summary(form)


@register.simple_tag
def row_url(name, *ids):
    """{% row_url "application-score" row.pk %}: what {% url %} gives, for the rows of a list."""
    return row_address(name, *ids)


@register.simple_tag
def status_tag(label, colour=""):
    """{% status_tag "With the panel" "blue" %}: a status is always a word, the colour only helps."""
    return _tag(str(label), colour)


@lru_cache(maxsize=500)
def _tag(label, colour):
    """Lists show the same few words hundreds of times."""
    return components.draw("tag", {"text": label, "classes": f"app-tag govuk-tag--{colour}" if colour else "app-tag"})


@register.simple_block_tag
def scrolltable(content, label):
    """{% scrolltable "Applications" %}<table class="govuk-table">…</table>{% endscrolltable %}

    On a narrow screen the table scrolls inside a region that the keyboard can reach and a screen reader names.
    """
    frame = '<div class="app-table-scroll" role="region" tabindex="0" aria-label="{}">{}</div>'
    return format_html(frame, label, content)


@register.simple_block_tag(takes_context=True)
def summarylist(context, content, classes="", title=""):
    """{% summarylist %}{% row "Name" %}{{ name }}{% endrow %}{% endsummarylist %}; with a title it is a card."""
    rows = context.render_context.get(ROWS, [])
    context.render_context[ROWS] = []
    card = {"title": {"text": title}} if title else None
    return components.draw("summary-list", {"rows": rows, "classes": classes, "card": card})


@register.simple_block_tag(takes_context=True)
def row(context, content, key, change_url="", change_text="", what=""):
    """One row of a summary list. `what` completes the link for those who hear it: "Change" + "your name"."""
    action = {
        "href": change_url,
        "text": change_text or gettext("Change"),
        "visuallyHiddenText": what or lower_first(f"{key}"),
    }
    each = {
        "key": {"text": key},
        "value": {"html": content},
        "actions": {"items": [action]} if change_url else None,
    }
    context.render_context.setdefault(ROWS, []).append(each)
    return ""


def _nested(params, named):
    for name, value in named.items():
        *path, last = name.split("__")
        target = params
        for step in path:
            target[step] = dict(target.get(step) or {})  # a copy: the parameters may be the page's own
            target = target[step]
        target[last] = value
    return params
