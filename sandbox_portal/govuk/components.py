"""Official GOV.UK components as safe strings, drawn by govuk-frontend-jinja in one cached Jinja environment.

Parameters have the names of the official documentation. Text is escaped whatever its origin: only a parameter whose
name ends in "html" may carry markup, and only when it is already a safe string.
"""

from functools import cache, lru_cache

from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader

Params = dict[str, object]

# The one parameter for which nothing is an answer: the official footer prints its licence unless told None.
SAYS_NONE = "contentLicence"

# What takes more letters to say is what somebody wrote, and will not come again; a list to choose from is ours.
MOST_KEPT, MOST_OF_A_LIST = 2_000, 12_000


def draw(component: str, params: Params) -> SafeString:
    """Draw one component, named as in the design system: draw("task-list", {...})."""
    plain = _plain(params)
    written = _Written(repr(plain))
    written.plain = plain
    most = MOST_OF_A_LIST if component == "select" else MOST_KEPT
    return _kept(component, written) if len(written) <= most else _drawn(component, plain)


class _Written(str):
    """Parameters in words: what a component is remembered by."""

    plain: object


@lru_cache(maxsize=500)
def _kept(component: str, written: _Written) -> SafeString:
    """A component drawn from the same words is the same: buttons, links and questions are drawn once in a process."""
    return _drawn(component, written.plain)


def _drawn(component: str, plain: object) -> SafeString:
    html = str(_macro(component)(plain)).strip()
    return mark_safe(html)  # noqa: S308 - official macros with escaping on; _plain has removed every other safe string


@cache
def _environment() -> Environment:
    loader = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False)


@cache
def _macro(component: str):
    name = "govuk" + "".join(part.capitalize() for part in component.split("-"))
    template = _environment().get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
    return getattr(template.module, name)


def _plain(value: object, *, may_be_html: bool = False) -> object:
    """Turn lazy and safe strings into plain ones, drop what is None: to Jinja it is then undefined."""
    if isinstance(value, dict):
        kept = {key: each for key, each in value.items() if each is not None or key == SAYS_NONE}
        return {key: None if each is None else _plain(each, may_be_html=_is_html(key)) for key, each in kept.items()}
    if isinstance(value, list | tuple):
        # An empty place in a list stays: the macros count the places when they number ids.
        return [None if each is None else _plain(each, may_be_html=may_be_html) for each in value]
    if may_be_html and isinstance(value, str | Promise | SafeData):
        return conditional_escape(value)  # type: ignore[arg-type]
    if isinstance(value, bool | int | float):
        return value
    # Adding an empty string is how a SafeString is made an ordinary one; str() would leave it safe.
    return str(value) + ""


def _is_html(name: object) -> bool:
    return str(name).lower().endswith("html")
