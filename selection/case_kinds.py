"""What the shared pages need to know of applications and selections."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from programme.choices import KeyDateKind
from programme.models import KeyDate, PanelMember, Round
from programme.queries import criteria_by_step
from sandbox_portal.casework.kinds import CaseKind, may_usually_message
from sandbox_portal.casework.looks import once_a_look, read_beside
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.prepared import Asking, asking, rows_of
from sandbox_portal.documents.access import FileAccess
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, roles_of
from sandbox_portal.questions.engine import Choice, Question
from sandbox_portal.questions.hosts import AskingAgain, Host
from sandbox_portal.questions.question_types import QuestionType
from sandbox_portal.questions.reopening import files_refusal

from .actions.applications import take_in_answers
from .choices import ApplicationStage
from .models import Application
from .permissions import may_write_application
from .queries.applications import SEES_ALL_SENT, applications_scored_by, own_applications, sent_but_closed_to
from .queries.declarations import hidden_words, unnamed
from .queries.results import is_announced
from .queries.selections import selection_of, selections_visible_to
from .queries.sight import applications_hidden_from
from .queries.told import COLOURS, told_stage
from .workflow import APPLICATION, SELECTION

OURS_ALONE = (KeyDateKind.SIFT, KeyDateKind.SIGN_OFF)
# The note names the partner; what the partner said is in no event.
TOLD_OF_PARTNERS = (
    "partner asked",
    "partner asked again",
    "partner answered",
    "partner cannot answer",
    "question to partner taken back",
)
TOLD_TO_APPLICANT = frozenset(
    {
        "started",
        "sent",
        "asked again",
        "answered again",
        "went on without an answer",
        "withdrawn",
        "file added",
        "file replaced",
        "file removed",
        "virus found in a file",
        "receipt sent",
        "letter sent",
        *TOLD_OF_PARTNERS,
        "put on hold",
        "taken off hold",
    }
)


def stage_told_to_applicant(case: Case) -> str:
    """The stage in words that give nothing away before the letters are sent (R-186)."""
    return str(told_stage(case))


def _application_stage(case: Case, user: User) -> str:
    if case.organisation_id in organisation_places(user):
        return stage_told_to_applicant(case)
    return APPLICATION.stage(case.stage).label


def _application_address(case: Case, user: User) -> str:
    if case.organisation_id in organisation_places(user):
        return reverse("application-status", args=[case.pk])
    return (
        reverse("application-score", args=[case.pk])
        if not _oversees(user)
        else reverse("application-file", args=[case.pk])
    )


def _oversees(user: User) -> bool:
    return bool(SEES_ALL_SENT & roles_of(user))


def _may_write(case: Case, user: User) -> str | None:
    if case.stage not in {ApplicationStage.DRAFT, ApplicationStage.ASKED_AGAIN}:
        return "This application has been sent, so its answers and files are closed."
    if not may_write_application.test(user, case):
        return "Your place in this organisation lets you read, not write."
    return None


def _reads_messages(user: User) -> Q:
    """The organisation, and those who oversee the selection; nobody who sits on the panel, whatever else they are."""
    own = Q(organisation__in=organisation_places(user))
    if not _oversees(user):
        return own
    return own | ~Q(application__round__in=PanelMember.objects.filter(user=user).values("round"))


def _may_message(case: Case, user: User) -> str | None:
    if case.organisation_id not in organisation_places(user):
        is_lead = Role.PROGRAMME_LEAD in roles_of(user)
        return None if is_lead else "You can read these messages. A programme lead writes to the applicant."
    if case.stage == ApplicationStage.DRAFT:
        return "You can write to us here once your application is sent. Until then, phone or email us."
    return may_usually_message(case, user)


def _visible_to(user: User) -> Q:
    """The same cases as `applications_visible_to`, asked for so that neither one case nor a list reads them all.

    Who oversees sees every sent application but a few, and those few are what is looked up.
    """
    own = Q(organisation__in=organisation_places(user))
    if not _oversees(user):
        sits = Exists(PanelMember.objects.filter(user=user))  # asked once; whoever has no seat is asked nothing more
        return own | (Q(sits) & Q(Exists(applications_scored_by(user).filter(pk=OuterRef("pk")))))
    is_sent = Q(reference__isnull=False) & ~Q(stage=ApplicationStage.DRAFT)
    return own | (is_sent & ~Q(pk__in=sent_but_closed_to(user).values("pk")))


APPLICATION_KIND = CaseKind(
    kind=APPLICATION.kind,
    label="Application to a sandbox round",
    workflow=APPLICATION,
    visible_to=_visible_to,
    address=_application_address,
    related=("application__round__selection__case",),
    shown_to_provider=TOLD_TO_APPLICANT,
    notes_shown_to_provider=frozenset({"withdrawn", *TOLD_OF_PARTNERS}),
    stage_label=_application_stage,
    may_answer=_may_write,
    may_attach=_may_write,
    may_attach_to=files_refusal,
    reads_messages=_reads_messages,
    may_message=_may_message,
    message_role=Role.PROGRAMME_LEAD,
)

SELECTION_KIND = CaseKind(
    kind=SELECTION.kind,
    label="Selection for a sandbox round",
    workflow=SELECTION,
    visible_to=lambda user: Q(pk__in=selections_visible_to(user).values("pk")),
    address=lambda case, user: reverse("selection-overview", args=[case.pk]),
    note_told=lambda case, user: partial(unnamed, hidden=hidden_words(case.selection, user)),
)


def _whole_records(user: User) -> Q:
    """The record of a selection names every application: it is for those from whom none is hidden (R-005)."""
    if not _oversees(user):
        return Q(pk__in=[])
    hidden = applications_hidden_from(user).values("round__selection")
    return ~Q(case__in=hidden)


SELECTION_FILES = FileAccess(staff_documents=_whole_records)


def _key_dates(case: Case) -> dict[str, tuple[Choice, ...]]:
    """The days an organisation is asked to; those of the panel and the committee alone are not among them."""
    asked = (each for each in _dates(case) if each.is_mandatory or each.kind not in OURS_ALONE)
    return {"key_dates": tuple(map(_as_choice, asked))}


@once_a_look
def _application(case: Case) -> Application:
    """The application with its round and organisation, which every page of its answers speaks of."""
    return next(iter(rows_of(_its_application, None, case_id=case.pk)))


def _its_application(*, case_id: UUID) -> QuerySet[Application]:
    return Application.objects.select_related("round", "organisation").filter(pk=case_id)


@once_a_look
def _dates(case: Case) -> list[KeyDate]:
    return rows_of(_dates_of_round, None, case_id=case.pk)


def _dates_of_round(*, case_id: UUID) -> QuerySet[KeyDate]:
    return KeyDate.objects.filter(round__applications=case_id).order_by("starts_at", "pk")


def _as_choice(key_date: KeyDate) -> Choice:
    day = date_format(localtime(key_date.starts_at), "j F Y")
    return Choice(key_date.code, f"{key_date.name}, {day}", key_date.place, key_date.is_mandatory)


def _send_url(case: Case, user: User) -> str | None:
    return reverse("application-send", args=[case.pk]) if case.stage == ApplicationStage.DRAFT else None


def _known(case: Case) -> dict[str, object]:
    """What the organisation told us when it made its account, offered again (say it once)."""
    organisation = _application(case).organisation
    facts = {
        "organisation_name": organisation.name,
        "legal_form": organisation.legal_form,
        "company_number": organisation.company_number,
        "charity_number": organisation.charity_number,
        "provider_number": organisation.provider_number,
        "short_description": organisation.summary,
    }
    return {key: value for key, value in facts.items() if value}


def _facts(case: Case) -> dict[str, Any]:
    """What an applicant reads above the first question (R-151)."""
    round_ = _application(case).round
    return {"round": round_, "steps": criteria_by_step(round_), "key_dates": _dates(case)}


def _may_ask_for(question: Question) -> str | None:
    """Facts and papers only: what the panel scores was finished when the window closed (decision 0008)."""
    if question.type is QuestionType.LONG_TEXT:
        return "The panel reads this text as it was sent. It cannot be asked again."
    if question.type in {QuestionType.DECLARATION, QuestionType.SIGNED_DECLARATION, QuestionType.ATTEND_DATES}:
        return "This is a promise, given when the application was sent. It cannot be asked again."
    return None


def _with_round(case: Case) -> Application:
    there = read_beside(Application, case)
    return there or Application.objects.select_related("case", "round", "organisation").get(pk=case.pk)


APPLICATION_HOST = Host(
    kind=APPLICATION.kind,
    choices=_key_dates,
    send_url=_send_url,
    send_label="Continue to send",
    history=lambda case, user: _oversees(user),
    asks_again=AskingAgain(
        ask="ask_again",
        answer="answer_again",
        go_on="go_on_without",
        reasons=("missing_evidence", "unclear_fact", "does_not_match"),
        subject=_with_round,
        may_ask_for=_may_ask_for,
        came_back=take_in_answers,
    ),
    known=_known,
    introduction="selection/provider/_before_you_start.html",
    facts=_facts,
)


def your_applications_part(user: Any, at: datetime) -> dict[str, Any] | None:
    """The front page's part: every application of the person's organisations; None when there is none."""
    if not user.is_authenticated:
        return None
    listed = [_listed(application) for application in rows_of(own_applications, user)]
    return {"applications": listed} if listed else None


def your_applications_asked(user: Any, at: datetime) -> list[Asking]:
    """What that part asks."""
    return [asking(own_applications, user)] if user.is_authenticated else []


def _listed(application: Application) -> dict[str, Any]:
    told = told_stage(application.case)
    return {
        "application": application,
        "stage": str(told),
        "colour": COLOURS.get(told, "grey"),
        "address": reverse("application-status", args=[application.pk]),
    }


def round_links(round_: Round, user: Any, at: datetime) -> list[tuple[str, str]]:
    """Links on a round's page: its results once they are announced."""
    selection = selection_of(round_)
    if selection is None or not is_announced(selection):
        return []
    return [
        ("Results of this round", reverse("round-results", args=[round_.slug])),
        ("Statistics of this round", reverse("round-statistics", args=[round_.slug])),
    ]
