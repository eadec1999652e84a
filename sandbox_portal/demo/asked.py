"""What people said of the service that is inspected, figures about it, and materials that are made better."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from inspection.actions.feedback import Given, ask_for_feedback, give_feedback, open_card
from inspection.actions.feedback_intake import take_in_feedback
from inspection.actions.figures import take_in_figures
from inspection.actions.materials import change_part, prepare_next
from inspection.actions.materials_comments import ask_for_comments, keep_comment, settle_comment
from inspection.models import Assessment, FeedbackRequest, MaterialsVersion
from inspection.queries.figures import statements_by_name
from inspection.queries.materials import materials_in_use, read_materials
from inspection.rulebook.figures import Figure
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of


@transaction.atomic
def asked() -> str:
    """Feedback of two groups, letters to a third, a few figures; a draft of the materials with comments on it."""
    assessment = Assessment.objects.select_related("case", "lead").filter(case__stage="gathering").first()
    if assessment is None or FeedbackRequest.objects.exists():
        return "Feedback: it is there already, or nothing is inspected."
    told = _told()
    manager = holders_of(Role.INSPECTION_MANAGER).order_by("email")[0]
    lead = assessment.lead
    assert lead is not None  # an assessment that gathers evidence has one
    answers = _feedback(assessment, told, lead=lead)
    _figures(assessment, told, manager=manager)
    draft = _materials(told, manager=manager)
    words = f", and a draft of materials {draft.number}" if draft else ""
    return f"Feedback: {answers} answers about {assessment.subject_name}{words}."


def _told() -> dict[str, Any]:
    path = Path(settings.CONTENT_ROOT) / "demo" / "feedback.yaml"
    values: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - words
    return values


def _feedback(assessment: Assessment, told: dict[str, Any], *, lead: User) -> int:
    at = database_now()
    until = day_in_london(at) + timedelta(days=int(told["days"]))
    for each in told["groups"]:
        request = ask_for_feedback(assessment, group=each["group"], way="card", until=until, by=lead, at=at)
        for number, answers in enumerate(each["answers"]):
            reach = "" if number else each.get("reach", "")
            given = Given(answers, may_quote=each["may_quote"] == "true", reach=reach)
            open_card(request, by=None, at=at)
            give_feedback(request, given=given, by=None, at=at)
    letters = told["letters"]
    facts = {"group": letters["group"], "addresses": letters["addresses"]}
    ask_for_feedback(assessment, **facts, way="letters", until=until, by=lead, at=at)
    return take_in_feedback(assessment, by=None, at=at)


def _figures(assessment: Assessment, told: dict[str, Any], *, manager: User) -> None:
    known = statements_by_name(assessment)
    figures = []
    for indicator, period, value, source, statement in told["figures"]:
        key = known.get(statement.casefold())
        figures.append(Figure(indicator, period, value, source, (key,) if key else ()))
    take_in_figures(assessment, figures=figures, by=manager, at=database_now())


def _materials(told: dict[str, Any], *, manager: User) -> MaterialsVersion | None:
    version = materials_in_use("ub-test")
    if version is None:
        return None
    draft = prepare_next(version, by=manager, at=database_now())
    titles = {part.key: part.title for part in read_materials(draft).of_kind("prompts")}
    for each in told["better"]:
        words = {"kind": "prompts", "key": each["statement"], "title": titles[each["statement"]], "says": each["says"]}
        draft = change_part(draft, **words, by=manager, at=database_now())
    until = day_in_london(database_now()) + timedelta(days=int(told["days"]))
    whom = [(each["name"], each["email"]) for each in told["comments"]]
    comments = ask_for_comments(draft, whom=whom, until=until, by=manager, at=database_now())
    for comment, each in zip(comments, told["comments"], strict=True):
        keep_comment(comment.pk, answers=each, by=None, at=database_now())
        if each.get("reply"):
            words = {"disposition": each["disposition"], "reply": each["reply"]}
            settle_comment(comment, **words, by=manager, at=database_now())
    return draft
