"""What every page shows the same is drawn once in a process: `{% load frame %}`; templates/base.html uses it."""

from django import template
from django.template.base import token_kwargs
from django.utils.translation import get_language

register = template.Library()

MOST_KEPT = 50


class DrawnOnce(template.Node):
    """Draws its content from the named values alone, so that nothing of one person can stand on another's page."""

    def __init__(self, nodelist, values):
        self.nodelist, self.values = nodelist, values
        self.kept = {}

    def render(self, context):
        values = {name: value.resolve(context) for name, value in self.values.items()}
        key = (get_language(), repr(values))
        drawn = self.kept.get(key)
        if drawn is None:
            drawn = self.nodelist.render(_context_of(values, context))
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            self.kept[key] = drawn
        return drawn


def _context_of(values, context):
    alone = template.Context(values)
    alone.template = context.template
    return alone


@register.tag
def drawnonce(parser, token):
    """{% drawnonce portal=portal %}…{% enddrawnonce %}: kept for each language and each value of what is named.

    The content knows nothing but the values named, no request and no user. Values must be plain: their repr() is what
    they are told apart by.
    """
    words = token.split_contents()[1:]
    values = token_kwargs(words, parser)
    if words:
        raise template.TemplateSyntaxError("drawnonce takes only name=value")
    nodelist = parser.parse(("enddrawnonce",))
    parser.delete_first_token()
    return DrawnOnce(nodelist, values)
