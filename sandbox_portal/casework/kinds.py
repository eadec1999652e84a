"""Kinds of case, told to the ground by each wing when it starts; the ground knows no wing by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import may_write_for_organisation
from sandbox_portal.people.queries import organisation_places, roles_of

from .models import Case
from .steps import Workflow


@dataclass(frozen=True)
class CaseKind:
    """What the shared pages need to know of one kind of case.

    `visible_to(user)` is a condition on Case rows; `address(case, user)` is the page that person works on the case;
    `stage_label(case, user)` is the stage in the words this person may read: an applicant must not learn from it what a
    panel has not yet announced.

    `related` names what select_related must fetch with a case so that `address` and `stage_label` ask nothing more.

    The timeline shows a provider only events whose verb is in `shown_to_provider`, with their note only if it is also
    in `notes_shown_to_provider`; staff see all but the verbs `hidden_from(case, user)`, each note as
    `note_told(case, user)` tells it. Data is never shown.

    `reads_messages(user)` is a condition on Case rows, on top of `visible_to`: who reads what an organisation and staff
    write to each other. `may_message(case, user)` says who writes, or why not; `message_role` holds those who are told
    when the organisation writes and nobody has the case, besides the team in whose queue it stands. `team` is how the
    organisation reads of whoever works on it.
    """

    kind: str
    label: str
    workflow: Workflow[Any]
    visible_to: Callable[[User], Q]
    address: Callable[[Case, User], str]
    related: tuple[str, ...] = ()
    stage_label: Callable[[Case, User], str] = lambda case, user: kind_of(case).workflow.stage(case.stage).label
    shown_to_provider: frozenset[str] = frozenset()
    notes_shown_to_provider: frozenset[str] = frozenset()
    hidden_from: Callable[[Case, User], frozenset[str]] = lambda case, user: frozenset()
    note_told: Callable[[Case, User], Callable[[str], str]] = lambda case, user: str
    may_answer: Callable[[Case, User], str | None] = lambda case, user: "These answers are closed."
    may_attach: Callable[[Case, User], str | None] = lambda case, user: "Files cannot be added now."
    may_attach_to: Callable[[Case, str], str | None] = lambda case, question_key: None
    reads_messages: Callable[[User], Q] = lambda user: Q()
    may_message: Callable[[Case, User], str | None] = lambda case, user: may_usually_message(case, user)
    message_role: Role | None = None
    team: str = "The programme team"


def may_usually_message(case: Case, user: User) -> str | None:
    """People who write for the organisation, and staff who do more than look."""
    if case.organisation_id in organisation_places(user):
        written = may_write_for_organisation.test(user, case)
        return None if written else "Your place in this organisation lets you read messages, not write them."
    return None if roles_of(user) - {Role.AUDITOR} else "You can read these messages, not write."


_kinds: dict[str, CaseKind] = {}


def register(kind: CaseKind) -> None:
    """Make a kind known; called once from the wing's AppConfig.ready()."""
    _kinds[kind.kind] = kind


def kind_of(case: Case) -> CaseKind:
    """The kind of a case; KeyError means a wing forgot to register."""
    return _kinds[case.kind]


def _none(user: User) -> Q:
    return Q(pk__in=[])


_read_in_part: Callable[[User], Q] = _none


def tell_who_reads_in_part(condition: Callable[[User], Q]) -> None:
    """Say which cases a person was let into for one part only; the floor above knows, and tells it when it starts."""
    global _read_in_part
    _read_in_part = condition


def read_in_part_by(user: User) -> Q:
    """Condition on cases: those of which the person may read one part and nothing else that was said on them."""
    return _read_in_part(user)


def all_kinds() -> tuple[CaseKind, ...]:
    """Every registered kind, in the order of registration."""
    return tuple(_kinds.values())
