"""Frameworks small enough to read in a test, and those of content/ for the worlds."""

from typing import Any

from django.conf import settings

from inspection.loading import load_frameworks
from inspection.models import Framework
from tests.factories.worlds import World, builds

RATINGS = ("inadequate", "requires_improvement", "good", "outstanding")
EDGES = ((25, 38), (39, 62), (63, 87), (88, 100))


def small_content(**changes: Any) -> dict[str, Any]:
    """A framework with two areas and three statements, as plain values."""
    return {
        "slug": "small",
        "version": 1,
        "code": "SMALL-1",
        "title": "A small framework",
        "summary": "Just enough to show a rule.",
        "subject_kind": "provider",
        "status": "test",
        "scoring_mode": "evidence_category",
        "area_noun": "Key question",
        "overall": "areas",
        "categories": [_category("people", "PE"), _category("staff", "SL"), _category("processes", "PR")],
        "bands": [
            {"lowest": lowest, "highest": highest, "score": score, "rating": rating}
            for score, ((lowest, highest), rating) in enumerate(zip(EDGES, RATINGS, strict=True), 1)
        ],
        "limiters": ["STATEMENT_1_IN_GOOD", "STATEMENT_1_OR_2_IN_OUTSTANDING", "BREACH"],
        "publication": {
            "area_ratings": True,
            "area_percentages": True,
            "overall_percentage": False,
            "statement_scores": True,
        },
        "areas": [
            _area("safe", "S", "Safe", [("S1", "learning", "Learning"), ("S2", "staffing", "Enough staff")]),
            _area("well_led", "W", "Well-led", [("W1", "direction", "Direction")]),
        ],
        **changes,
    }


def _category(key: str, code: str) -> dict[str, Any]:
    return {"key": key, "code": code, "title": key.title(), "description": "A kind of evidence."}


def _area(key: str, code: str, title: str, statements: list[tuple[str, str, str]]) -> dict[str, Any]:
    return {
        "key": key,
        "code": code,
        "title": title,
        "statements": [
            {"key": f"{key}.{own}", "code": number, "title": words, "required": ["people", "staff"]}
            for number, own, words in statements
        ],
    }


def make_framework(**changes: Any) -> Framework:
    """A framework as it is after loading."""
    content = small_content(**changes)
    kept = ("slug", "version", "code", "title", "subject_kind", "scoring_mode", "status")
    return Framework.objects.create(content=content, **{name: content[name] for name in kept})


@builds(place=12)
def build(world: World) -> None:
    """What is rated by is the same in both worlds, and everybody may read it."""
    if not Framework.objects.filter(slug="prov-saf").exists():
        load_frameworks(settings.CONTENT_ROOT, world.at)
    world.ids["framework_slug"] = "prov-saf"
    world.ids["framework_version"] = 2
