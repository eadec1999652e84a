"""What applicants say of the work the form was (R-256): their own words for themselves, the whole for staff."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import QuerySet

from sandbox_portal.people.models import User
from sandbox_portal.questions.engine import Section
from sandbox_portal.questions.models import QuestionSet
from sandbox_portal.questions.published import document_of
from sandbox_portal.questions.queries import read_response, response_of

from ..choices import SET_CODE
from ..models import BurdenRating, RegistrationApplication
from .applications import registrations_visible_to

HEAD = ("application", "section", "minutes", "relevant", "comment", "day")


def burden_ratings_visible_to(user: User) -> QuerySet[BurdenRating]:
    """Those of the applications the person may open."""
    return BurdenRating.objects.filter(application__in=registrations_visible_to(user))


def rated_sections(application: RegistrationApplication) -> list[Section]:
    """The sections this applicant was asked, in order; nothing before there are answers."""
    response = response_of(application.case, set_code=SET_CODE)
    return [part.section for part in read_response(response).progress] if response else []


@dataclass(frozen=True)
class SectionBurden:
    """What was said of one section by everybody who said anything."""

    key: str
    title: str
    count: int
    median_minutes: int
    relevant_percent: int


def burden_by_section(ratings: QuerySet[BurdenRating]) -> list[SectionBurden]:
    """Section by section in the order of the newest form; sections nobody has rated are not there."""
    said: dict[str, list[tuple[int, bool]]] = {}
    for key, minutes, was_relevant in ratings.order_by().values_list("section_key", "minutes", "was_relevant"):
        said.setdefault(key, []).append((minutes, was_relevant))
    titles = section_titles()
    order = [*titles, *(key for key in said if key not in titles)]
    return [_of_section(key, titles.get(key, key), said[key]) for key in order if key in said]


def section_titles() -> dict[str, str]:
    """The titles of the sections, by their keys, as the newest form has them."""
    newest = QuestionSet.objects.filter(code=SET_CODE, published_at__isnull=False).order_by("-version").first()
    return {section.key: section.title for section in document_of(newest).sections} if newest else {}


def with_comments(ratings: QuerySet[BurdenRating], section: str = "") -> QuerySet[BurdenRating]:
    """Those with own words, the newest first; of one section when it is named."""
    found = ratings.exclude(comment="").select_related("application__case", "application__organisation")
    return (found.filter(section_key=section) if section else found).order_by("-rated_at", "-pk")


def burden_rows(ratings: QuerySet[BurdenRating]) -> Iterator[tuple[Any, ...]]:
    """One row a rating, for a spreadsheet."""
    titles = section_titles()
    rows = ratings.select_related("application__case").order_by("rated_at", "pk")
    for each in rows.iterator(chunk_size=2000):
        reference = each.application.case.reference or ""
        title = titles.get(each.section_key, each.section_key)
        relevant = "yes" if each.was_relevant else "no"
        yield reference, title, each.minutes, relevant, each.comment, each.rated_at.date().isoformat()


def _of_section(key: str, title: str, said: list[tuple[int, bool]]) -> SectionBurden:
    relevant = sum(was_relevant for _minutes, was_relevant in said)
    middle = median(minutes for minutes, _relevant in said)
    return SectionBurden(key, title, len(said), round(middle), round(100 * relevant / len(said)))
