"""Everything of the ground that belongs on the page of one case, by one tag of the wing's template."""

from django import template
from django.template.context import RequestContext
from django.template.loader import render_to_string

from sandbox_portal.people.clock import database_now

from ..case_parts import case_parts_for
from ..models import Case

register = template.Library()


@register.simple_tag(takes_context=True)
def case_parts(context: RequestContext, case: Case) -> str:
    """Holds, answers, messages, files, letters, decisions and history, as far as the reader may see each."""
    parts = case_parts_for(case, context["request"].user, database_now())
    return render_to_string("casework/_case_parts.html", {"parts": parts}, request=context.request)
