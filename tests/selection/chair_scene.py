"""A selection on its way from the cut-off to the committee, for tests of the chair's and the committee's pages."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from programme.actions import change_key_date
from programme.round_file import Places
from sandbox_portal.chance.commitment import new_witness_value, witness_commitment
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.models import User
from selection.actions.cut_offs import place_applications, set_cut_off
from selection.actions.draws import (
    WitnessSeat,
    commit_as_witness,
    freeze_draw,
    hold_the_draw,
    reveal_as_witness,
)
from selection.actions.proposals import prepare_proposal, record_decision, second_decision, send_to_committee
from selection.choices import CommitteeDecision, DrawPurpose
from selection.models import Application, Draw, Proposal, Selection
from selection.queries.draws import groups_to_draw
from tests.factories.people import make_staff
from tests.factories.selection import chair_of, make_selection, members_of, work_sift
from tests.signing_in import sign_in

GATES = {"1a": 1, "1b": 1, "2a": 1}
SOURCE = "National lottery of 12 September 2026"


def sheet(text: str) -> dict[str, int]:
    """`4,3|3,4,4` as a score sheet with passed gates."""
    values = [int(value) for value in text.replace("|", ",").split(",")]
    return GATES | dict(zip(("2b", "2c", "3a", "3b", "3c"), values, strict=True))


def again(selection: Selection) -> Selection:
    """The selection as a new request reads it."""
    return Selection.objects.select_related("case", "round__case").get(pk=selection.pk)


def member(selection: Selection, number: int = 1) -> User:
    """A panel member, as somebody just signed in; 0 is the chair."""
    return User.objects.get(pk=members_of(selection)[number].user_id)


def application(selection: Selection, number: int) -> Application:
    return Application.objects.select_related("case", "organisation").get(round=selection.round_id, number=number)


def references(selection: Selection, *numbers: int) -> list[str]:
    return [f"R{selection.round.number}-{number:03d}" for number in numbers]


def scored(*sheets: str, **values: object) -> Selection:
    """A selection at the cut-off whose applications got these sheets, in order of reference."""
    selection, _sent = make_selection(len(sheets), **values)
    named = dict(zip(references(selection, *range(1, len(sheets) + 1)), map(sheet, sheets), strict=True))
    return again(work_sift(selection, named, draw_review=draw_review_if_tied))


def tied(number: int = 3, cut_off: int = 12) -> Selection:
    """Totals 19, 15, 15 and 13 for two places: a draw must decide between the second and the third."""
    places = Places(fewest=1, most=2)
    selection = scored("4,4|4,4,3", "4,3|3,3,2", "4,3|2,3,3", "3,3|3,2,2", number=number, places=places)
    set_cut_off(selection, value=cut_off, reason="It shows enough.", by=chair_of(selection), at=database_now())
    return again(selection)


def draw_review_if_tied(selection: Selection) -> None:
    if groups_to_draw(selection, DrawPurpose.REVIEW):
        draw_by_witnesses(selection, DrawPurpose.REVIEW)


def frozen(selection: Selection, purpose: DrawPurpose = DrawPurpose.PLACES, *, sources: tuple[str, ...] = ()) -> Draw:
    """An announced draw: by public sources, or else by two witnesses of the panel."""
    first, second = members_of(selection)[1:3]
    seats = [WitnessSeat(first.user, "Panel member"), WitnessSeat(second.user, "Observer")]
    return freeze_draw(
        selection,
        purpose=purpose,
        source_names=list(sources),
        witnesses=[] if sources else seats,
        not_before=database_now() + timedelta(hours=1, minutes=1),
        by=chair_of(selection),
        at=database_now(),
    )


def draw_by_witnesses(selection: Selection, purpose: DrawPurpose = DrawPurpose.PLACES) -> Draw:
    """Hold a draw with two witnesses, an hour after it was frozen."""
    draw = frozen(selection, purpose)
    values = {seat.user: new_witness_value() for seat in draw.witnesses.order_by("pk")}
    for user, value in values.items():
        commit_as_witness(draw, commitment=witness_commitment(value), by=user, at=database_now())
    for user, value in values.items():
        reveal_as_witness(draw, value=value, by=user, at=database_now())
    with travelled_to(database_now() + timedelta(hours=2)):
        return hold_the_draw(draw, values=[], by=member(selection, 2), at=database_now())


def placed(selection: Selection) -> Selection:
    """Every place given, after the draw when one is needed."""
    if groups_to_draw(selection, DrawPurpose.PLACES):
        draw_by_witnesses(selection)
    return place_applications(again(selection), by=chair_of(selection), at=database_now())


def sent(selection: Selection, *, exception: str = "") -> Proposal:
    """The proposal prepared by the chair and sent by another member."""
    prepare_proposal(again(selection), exception=exception, by=chair_of(selection), at=database_now())
    return send_to_committee(again(selection), by=member(selection, 1), at=database_now())


def decided(selection: Selection, first: User, **changes: object) -> Proposal:
    values = {"decision": CommitteeDecision.APPROVED, "reason": "Agreed.", "modifications": []} | changes
    return record_decision(again(selection), **values, accepts_below_minimum=None, by=first, at=database_now())


def signed_off(selection: Selection, first: User, second: User, **changes: object) -> Proposal:
    decided(selection, first, **changes)
    return second_decision(again(selection), by=second, at=database_now())


def with_workshops_ahead(selection: Selection) -> Selection:
    """The same selection before its first workshop."""
    lead = make_staff(Role.PROGRAMME_LEAD)
    for workshop in selection.round.key_dates.filter(kind="workshop"):
        later = {"starts_at": database_now() + timedelta(days=60), "is_all_day": False, "place": workshop.place}
        change_key_date(workshop, **later, reason="The hall is closed.", by=lead, at=database_now())
    return again(selection)


def client_for(user: User) -> Client:
    return sign_in(Client(), user)


def address(name: str, *args: object) -> str:
    return reverse(name, args=args)
