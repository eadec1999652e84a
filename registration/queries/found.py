"""What the rules of F.5 find in the answers as they are: the facts around them are asked for here."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from sandbox_portal.casework.models import Case
from sandbox_portal.questions.findings import Finding
from sandbox_portal.questions.models import Answer
from sandbox_portal.questions.queries import Reading, day_of, read_response, response_of, responses_of
from sandbox_portal.register.choices import Scheme
from sandbox_portal.register.definitions import service_kinds, status_of
from sandbox_portal.register.models import StatusEntry
from sandbox_portal.register.queries import statuses_as_at

from ..choices import SET_CODE, UNDECLARED, ManagerStage
from ..models import ManagerApplication, RegistrationApplication, ScopeRun
from ..validation import validate, validate_manager
from ..validation.building import application_from, manager_from
from ..validation.facts import Application, Around, ManagerPart
from ..validation.said import Said
from .applications import application_in, manager_in
from .entities import entity_of
from .held import is_trial
from .scope import questions_of

NO_NEED = frozenset({"exempt", "outside"})  # kinds of scope outcomes
NO_RESULT = "none"
UUID_SHAPE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")


def found_in_application(reading: Reading) -> tuple[Finding, ...]:
    """For the organisation: what stops its application, and what it should read first."""
    case, around = reading.response.case, around_application(reading)
    return tuple(_addressed(each, case) for each in validate(form_of(reading), around))


def found_in_manager(reading: Reading) -> tuple[Finding, ...]:
    """For a registered manager: the same of their own part."""
    manager = manager_in(reading.response.case)
    application, is_on_trial = manager.application, False
    if manager.change is not None:
        application = manager.change.registration.application
        is_on_trial = any(is_trial(each.kind) for each in manager.change.registration.services.filter(closed_at=None))
    answers = _answers_under(application.case, "service_kinds", "people_served") if application else {}
    served = application_from(answers, {})
    around = Around(
        _today(reading),
        limits=_limits(reading),
        trial_application=is_on_trial if manager.change else served.is_on_trial,
        serves_children=served.serves_children,
        serves_adults=served.serves_adults,
    )
    return validate_manager(manager_from(counted(reading)), around)


def found_for_staff(application: RegistrationApplication) -> tuple[Finding, ...]:
    """What the rules find in the newest attempt, with every answer that was changed since it came back (V-30)."""
    response = response_of(application.case, set_code=SET_CODE)
    if response is None:
        return ()
    reading = read_response(response)
    around = replace(around_application(reading), changed=_changed(reading, application))
    return validate(form_of(reading), around)


def form_of(reading: Reading) -> Application:
    """The organisation's part as facts."""
    form = application_from(counted(reading), {key: len(files) for key, files in reading.files.items()})
    return replace(form, scope_outcome=_scope_kind(form.scope_outcome, reading.response.case))


def counted(reading: Reading) -> Mapping[str, Any]:
    """The answers that count: those to what is asked."""
    return {each.key: reading.answers[each.key] for each in reading.asked if each.key in reading.answers}


def around_application(reading: Reading) -> Around:
    """What is so outside the answers of an organisation; one query."""
    case, today, kinds = reading.response.case, _today(reading), service_kinds()
    own, other = _seen(case, entity_of(case.organisation_id, dict(counted(reading))), today)
    return Around(
        today,
        kind_status={code: kind.status for code, kind in kinds.items()},
        kind_labels={code: kind.label for code, kind in kinds.items()},
        taking_part=frozenset(
            each["kind"] for each in own.in_rounds if status_of(Scheme.SANDBOX, each["status"]).holds
        ),
        exempt_outcomes=NO_NEED,
        managers=tuple(manager_parts(own)),
        live=_live(own, other),
        limits=_limits(reading),
    )


def manager_parts(application: RegistrationApplication) -> list[ManagerPart]:
    """The managers of an application, with what they say they manage."""
    found: Any = application
    if not hasattr(found, "parts"):
        found = RegistrationApplication.objects.annotate(parts=_parts()).get(pk=application.pk)
    return [_manager_part(each) for each in found.parts]


def _seen(case: Case, entity: str, today: date) -> tuple[Any, Any | None]:
    """The application with its managers and the rounds its organisation is in (V-08), and whose body in law is with us.

    Whoever asks for the application of this case afterwards gets this one.
    """
    rounds = StatusEntry.objects.filter(
        service__organisation=OuterRef("organisation"), scheme=Scheme.SANDBOX, service__closed_at=None
    )
    shown = JSONObject(kind="service__kind", status="status")
    rows = RegistrationApplication.objects.filter(Q(pk=case.pk) | Q(live_entity=entity))
    rows = rows.select_related("case", "organisation", "scope_run__tree").annotate(
        in_rounds=ArraySubquery(statuses_as_at(rounds, today).values(seen=shown)), parts=_parts()
    )
    found = {row.pk: row for row in rows}
    own = found.pop(case.pk)
    own.case = case
    return own, next(iter(found.values()), None)


def _parts() -> ArraySubquery:
    said = {key: _said_by_manager(key) for key in ("activities", "locations")}
    managers = ManagerApplication.objects.filter(application=OuterRef("pk"), taken_out_at=None)
    part = JSONObject(name="name", email="email", stage="case__stage", **said)
    return ArraySubquery(managers.order_by("invited_at", "pk").values(part=part))


def _said_by_manager(key: str) -> Subquery:
    answers = Answer.objects.filter(response__case=OuterRef("pk"), question_key=key)
    return Subquery(answers.order_by("-response__attempt").values("raw")[:1])


def _manager_part(part: dict[str, Any]) -> ManagerPart:
    said = Said({key: part[key] for key in ("activities", "locations") if part[key] is not None})
    return ManagerPart(
        part["name"],
        part["email"],
        has_begun=part["stage"] != ManagerStage.INVITED,
        is_declared=part["stage"] not in UNDECLARED,
        activities=said.choices("activities"),
        locations=said.choices("locations"),
        stage_words=str(ManagerStage(part["stage"]).label),
    )


def _live(own: RegistrationApplication, other: RegistrationApplication | None) -> str:
    """Another application of the same body in law that is with us: its reference if it is one's own (V-28)."""
    if other is None:
        return ""
    is_own = other.organisation_id == own.organisation_id
    return (other.case.reference or "") if is_own else "its number is the same as yours"


def _today(reading: Reading) -> date:
    return reading.given.today or day_of(reading.response)


def _answers_under(case: Case, *keys: str) -> dict[str, Any]:
    """The raw answers of an organisation's newest attempt to these questions; one query."""
    rows = Answer.objects.filter(response__case=case, response__set_code=SET_CODE, question_key__in=keys)
    return dict(rows.order_by("response__attempt").values_list("question_key", "raw"))


def _scope_kind(chosen: str, case: Case) -> str:
    """What a saved result comes to: “exempt” only when no service of it needs registration."""
    if chosen in {"", NO_RESULT} or not UUID_SHAPE.match(chosen):
        return chosen
    linked = application_in(case)
    runs = ScopeRun.objects.filter(pk=chosen, organisation=case.organisation_id).select_related("tree")
    run = linked.scope_run if str(linked.scope_run_id) == chosen else runs.first()
    if run is None:
        return NO_RESULT
    tree = questions_of(run.tree)
    kinds = [tree.outcome(service["outcome"]).kind for service in run.services]
    return next((kind for kind in kinds if kind not in NO_NEED), kinds[0] if kinds else NO_RESULT)


def _limits(reading: Reading) -> dict[str, int]:
    return {question.key: question.words for question in reading.asked if question.words is not None}


def _changed(reading: Reading, application: RegistrationApplication) -> tuple[str, ...]:
    before = next((each for each in responses_of(application.case) if each.attempt == application.attempt - 1), None)
    if before is None:
        return ()
    old = read_response(before).answers
    return tuple(each.key for each in reading.asked if reading.answers.get(each.key) != old.get(each.key))


def _addressed(finding: Finding, case: Case) -> Finding:
    if finding.place != "managers":
        return finding
    return replace(finding, address=reverse("registration-managers", args=[case.pk]))
