"""Everything of the ground that belongs on the page of one case, by one tag of the wing's template."""

from django import template
from django.template.context import RequestContext
from django.template.loader import render_to_string

from ..case_parts import case_parts_for
from ..looks import moment_of_look
from ..models import Case

register = template.Library()


@register.simple_tag(takes_context=True)
def case_parts(context: RequestContext, case: Case) -> str:
    """Holds, answers, messages, files, letters, decisions and history, as far as the reader may see each."""
    parts = case_parts_for(case, context["request"].user, moment_of_look())
    return render_to_string("casework/_case_parts.html", {"parts": parts}, request=context.request)
