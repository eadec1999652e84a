"""What the rules of F.5 find in the answers as they are: the facts around them are asked for here."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.urls import reverse

from sandbox_portal.casework.models import Case
from sandbox_portal.questions.findings import Finding
from sandbox_portal.questions.models import Answer
from sandbox_portal.questions.queries import Reading, day_of, read_response, response_of, responses_of
from sandbox_portal.register.choices import Scheme
from sandbox_portal.register.definitions import service_kinds, status_of
from sandbox_portal.register.models import StatusEntry
from sandbox_portal.register.queries import statuses_as_at

from ..choices import SET_CODE, ManagerStage
from ..models import ManagerApplication, RegistrationApplication, ScopeRun
from ..validation import validate, validate_manager
from ..validation.building import application_from, manager_from
from ..validation.facts import Application, Around, ManagerPart
from ..validation.said import Said
from .applications import application_in, manager_in, managers_of
from .entities import entity_of
from .scope import questions_of

NO_NEED = frozenset({"exempt", "outside"})  # kinds of scope outcomes
NO_RESULT = "none"
UUID_SHAPE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
UNDECLARED = frozenset({ManagerStage.INVITED, ManagerStage.DRAFT})


def found_in_application(reading: Reading) -> tuple[Finding, ...]:
    """For the organisation: what stops its application, and what it should read first."""
    case = reading.response.case
    return tuple(_addressed(each, case) for each in validate(form_of(reading), around_application(reading)))


def found_in_manager(reading: Reading) -> tuple[Finding, ...]:
    """For a registered manager: the same of their own part."""
    manager = manager_in(reading.response.case)
    answers = _answers_under(manager.application.case, "service_kinds", "people_served")
    served = application_from(answers, {})
    around = Around(
        day_of(reading.response),
        limits=_limits(reading),
        trial_application=served.is_on_trial,
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
    """What is so outside the answers of an organisation."""
    application = application_in(reading.response.case)
    live = _live(application, dict(counted(reading)))
    kinds = service_kinds()
    return Around(
        day_of(reading.response),
        kind_status={code: kind.status for code, kind in kinds.items()},
        kind_labels={code: kind.label for code, kind in kinds.items()},
        taking_part=_taking_part(application, reading),
        exempt_outcomes=NO_NEED,
        managers=tuple(_manager_parts(application)),
        live=live,
        limits=_limits(reading),
    )


def _answers_under(case: Case, *keys: str) -> dict[str, Any]:
    """The raw answers of an organisation's newest attempt to these questions; one query."""
    rows = Answer.objects.filter(response__case=case, response__set_code=SET_CODE, question_key__in=keys)
    return dict(rows.order_by("response__attempt").values_list("question_key", "raw"))


def _scope_kind(chosen: str, case: Case) -> str:
    """What a saved result comes to: “exempt” only when no service of it needs registration."""
    if chosen in {"", NO_RESULT} or not UUID_SHAPE.match(chosen):
        return chosen
    run = ScopeRun.objects.filter(pk=chosen, organisation=case.organisation_id).select_related("tree").first()
    if run is None:
        return NO_RESULT
    tree = questions_of(run.tree)
    kinds = [tree.outcome(service["outcome"]).kind for service in run.services]
    return next((kind for kind in kinds if kind not in NO_NEED), kinds[0] if kinds else NO_RESULT)


def _taking_part(application: RegistrationApplication, reading: Reading) -> frozenset[str]:
    """The kinds of service on trial for which the register has the organisation in a round (V-08)."""
    entries = StatusEntry.objects.filter(service__organisation=application.organisation_id, scheme=Scheme.SANDBOX)
    now = statuses_as_at(entries.select_related("service"), day_of(reading.response))
    return frozenset(entry.service.kind for entry in now if status_of(entry.scheme, entry.status).holds)


def _manager_parts(application: RegistrationApplication) -> list[ManagerPart]:
    managers = managers_of(application)
    if not managers:
        return []
    said: dict[Any, dict[str, Any]] = {}
    rows = Answer.objects.filter(
        response__case__in=[each.pk for each in managers], question_key__in=("activities", "locations")
    )
    for case, key, raw in rows.order_by("response__attempt").values_list("response__case", "question_key", "raw"):
        said.setdefault(case, {})[key] = raw
    return [_manager_part(each, Said(said.get(each.pk, {}))) for each in managers]


def _manager_part(manager: ManagerApplication, said: Said) -> ManagerPart:
    return ManagerPart(
        manager.name,
        manager.email,
        is_declared=manager.case.stage not in UNDECLARED,
        activities=said.choices("activities"),
        locations=said.choices("locations"),
    )


def _live(application: RegistrationApplication, answers: dict[str, Any]) -> str:
    """Another application of the same body in law that is with us: its reference if it is one's own (V-28)."""
    entity = entity_of(application.organisation_id, answers)
    other = RegistrationApplication.objects.exclude(pk=application.pk).filter(live_entity=entity)
    found = other.select_related("case").first()
    if found is None:
        return ""
    is_own = found.organisation_id == application.organisation_id
    return (found.case.reference or "") if is_own else "its number is the same as yours"


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
