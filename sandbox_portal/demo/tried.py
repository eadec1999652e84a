"""Two trial inspections of a round: the record of the first is closed, that of the second is still owed (R-416)."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from inspection.actions.assessments import begin_gathering, close_evidence, start_assessment
from inspection.actions.evidence import Piece, add_evidence
from inspection.actions.practice import ask_for_practice, keep_practice
from inspection.actions.refinement import LookedBack, Outcome, close_refinement, write_refinement
from inspection.models import Assessment, Framework, MaterialsUse
from programme.models import Round
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of
from sandbox_portal.register.actions import open_service, record_status
from sandbox_portal.register.choices import Scheme
from sandbox_portal.register.models import Service

from .inspecting import days_ago, put_on_its_way, told_in
from .walk import organisation_named


@transaction.atomic
def tried() -> str:
    """Inspect two services that are on trial, one after the other; partners say what works elsewhere."""
    if MaterialsUse.objects.filter(is_trial=True).exists():
        return "Trial inspections: they are there already."
    told = told_in("trials")
    framework = Framework.objects.filter(code=told["framework"]).first()
    round_ = Round.objects.filter(number=told["round"]).first()
    if framework is None or round_ is None:
        return "Trial inspections: there is no round or no framework to try."
    people = {"manager": holders_of(Role.INSPECTION_MANAGER).order_by("email")[0]}
    people["lead"] = holders_of(Role.INSPECTOR).order_by("email")[0]
    with days_ago(45):
        services = [_on_trial(each, round_, number=750 + place) for place, each in enumerate(told["services"])]
    with days_ago(40):
        first = _begun(services[0], framework, told, **people)
    with days_ago(25):
        _looked_back(first, told, **people)
    with days_ago(12):
        second = _begun(services[1], framework, told, **people)
    with days_ago(6):
        _shared(second, told, lead=people["lead"])
    return f"Trial inspections: {first} is looked back on, and {second} goes on."


def _on_trial(told: dict[str, str], round_: Round, *, number: int) -> Service:
    """A service the register knows from its round, and from nothing else."""
    provider = organisation_named(told["name"], number=number)
    service = open_service(provider, kind="umbrella_body", is_listed=True, by=None, at=database_now())
    record_status(
        service,
        scheme=Scheme.SANDBOX,
        status="taking_part",
        from_day=day_in_london(database_now()),
        is_public=True,
        reason=round_.title,
        by=None,
        at=database_now(),
    )
    return service


def _begun(service: Service, framework: Framework, told: dict[str, Any], *, manager: User, lead: User) -> Assessment:
    at = database_now()
    assessment = start_assessment(service, framework=framework, because=told["because"], by=manager, at=at)
    wanted = [key for key in assessment.statements if key.partition(".")[0] == told["area"]]
    scope = {"statements": wanted, "scope_because": told["scope_because"], "begins_in": 0, "lasts": 10}
    put_on_its_way(assessment, **scope, manager=manager, lead=lead)
    begin_gathering(assessment, by=lead, at=at)
    for each in told["evidence"]:
        piece = Piece(**each, seen_at=at, statements=wanted, is_checked=True)
        add_evidence(assessment, piece=piece, by=lead, at=at)
    return assessment


def _looked_back(assessment: Assessment, told: dict[str, Any], *, manager: User, lead: User) -> None:
    close_evidence(assessment, gaps_because=told["gaps_because"], by=lead, at=database_now())
    use = assessment.materials_use
    write_refinement(use, words=LookedBack(**told["looked_back"]), by=lead, at=database_now())
    close_refinement(use, outcome=Outcome("no_change", told["no_change"]), by=manager, at=database_now())


def _shared(assessment: Assessment, told: dict[str, Any], *, lead: User) -> None:
    until = day_in_london(database_now()) + timedelta(days=told["days"])
    for each in told["partners"]:
        facts = {"partner": each["name"], "email": each["email"], "until": until}
        shared = ask_for_practice(assessment, **facts, by=lead, at=database_now())
        if "words" in each:
            keep_practice(shared.pk, answers=each, by=None, at=database_now())
