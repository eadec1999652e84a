"""Walk organisations and a panel through the real steps of a selection, as they would have clicked."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from programme.actions import confirm_panel_member, set_chair
from programme.models import PanelMember, Round
from sandbox_portal.chance.commitment import WITNESS_BYTES, witness_commitment
from sandbox_portal.people.actions import create_organisation
from sandbox_portal.people.choices import LegalForm, Place
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.models import Membership, Organisation, User
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.actions.returns import flag_answer, return_to_applicant
from sandbox_portal.questions.actions.sections import give_section
from sandbox_portal.questions.queries import response_of
from selection.actions.agreement import Agreed, agree
from selection.actions.applications import start_application, submit_application
from selection.actions.declarations import declare
from selection.actions.draws import WitnessSeat, commit_as_witness, freeze_draw, hold_the_draw, reveal_as_witness
from selection.actions.scores import save_score, submit_sheet
from selection.choices import DrawPurpose
from selection.criteria import Criterion, Kind
from selection.models import Application, Draw, Selection
from selection.permissions import leads_discussion
from selection.queries.scores import criteria_to_score, step_in_hand
from selection.queries.selections import criteria_of

from .answers import answers_for
from .story import Applicant

REASONS = {
    0: "The answers do not show it.",
    1: "The answers do not show it.",
    2: "There is some evidence, but much is missing.",
    3: "Most of it is shown.",
    4: "The answers and the letters show it fully.",
}
TOWNS = ("Exampleton", "Millbrook", "Saltby", "Harrowby", "Dunmere", "Port Ellery", "Cwm Isaf", "Thornwick")
NOTICE = timedelta(hours=1, minutes=1)


def organisation_named(name: str, *, number: int) -> Organisation:
    """The organisation of this name; made with an owner of its own when nobody has it yet."""
    found = Organisation.objects.filter(name=name).first()
    if found:
        return found
    email = f"owner{number}@demo.example"
    owner = User.objects.filter(email=email).first() or User.objects.create_user(email, None, name=f"Owner of {name}")
    town = TOWNS[number % len(TOWNS)]
    form = LegalForm.COMMUNITY_INTEREST_COMPANY if name.endswith(" CIC") else LegalForm.PARTNERSHIP
    return create_organisation(name, legal_form=form, by=owner, at=database_now(), town=town)


def write_draft(round_: Round, applicant: Applicant, *, number: int, keys: Iterable[str] | None = None) -> Application:
    """Start the application and write its answers, or only those named."""
    organisation = organisation_named(applicant.name, number=number)
    owner = people_of(organisation)[0]
    application = start_application(round_, organisation=organisation, by=owner, at=database_now())
    answers = answers_for(applicant, organisation, round_)
    wanted = answers if keys is None else {key: answers[key] for key in keys}
    response = response_of(application.case)
    assert response is not None
    save_page(response, answers=wanted, versions={}, by=owner, at=database_now())
    return application


def share_section(application: Application, section_key: str, *, number: int) -> None:
    """Give a section of a draft to a colleague of its owner's."""
    owner = people_of(application.organisation)[0]
    colleague = User.objects.create_user(f"colleague{number}@demo.example", None, name="Robin Hale")
    Membership.objects.create(user=colleague, organisation=application.organisation, place=Place.READER)
    response = response_of(application.case)
    assert response is not None
    note = "You know what our carers say. Could you write this part?"
    give_section(response, section_key=section_key, holder=colleague, note=note, by=owner, at=database_now())


def ask_again(application: Application, key: str, *, lead: User) -> None:
    """Send one answer of an application back to its organisation."""
    response = response_of(application.case)
    assert response is not None
    words = "You name a town, and we read of carers in two. Please name every place where you have carers now."
    flag_answer(response, key=key, reason="unclear_fact", words=words, by=lead, at=database_now())
    return_to_applicant(response, days=5, by=lead, at=database_now())


def send(round_: Round, applicant: Applicant, *, number: int) -> Application:
    """Write and send an application."""
    application = write_draft(round_, applicant, number=number)
    owner = people_of(application.organisation)[0]
    return submit_application(application, key=uuid4(), by=owner, at=database_now())


def seat(round_: Round, people: list[User], *, lead: User) -> None:
    """Put people on the seats of the panel, in order; the first takes the chair."""
    reason = "" if round_.case.stage == "open" else "Named for the demonstration"
    seats = PanelMember.objects.filter(round=round_, user=None).order_by("position")
    for place, person in zip(seats, people, strict=False):
        confirm_panel_member(place, user=person, reason=reason, by=lead, at=database_now())
    first = PanelMember.objects.filter(round=round_, user__isnull=False).order_by("position").first()
    if first and not first.is_chair:
        set_chair(first, reason=reason, by=lead, at=database_now())


def members_of(round_: Round) -> list[PanelMember]:
    return list(PanelMember.objects.filter(round=round_, user__isnull=False).order_by("position"))


def chair_of(round_: Round) -> User:
    chair = PanelMember.objects.get(round=round_, is_chair=True).user
    assert chair is not None
    return chair


def declare_interests(round_: Round, conflicts: Mapping[str, str]) -> None:
    """Every member says that nothing ties them; the last one has the interests named by organisation."""
    members = members_of(round_)
    for application in Application.objects.filter(round=round_, submitted_at__isnull=False):
        interest = conflicts.get(application.organisation.name, "")
        for member in members:
            mine = interest if member == members[-2] else ""
            assert member.user is not None
            declare(application, has_conflict=bool(mine), interest=mine, by=member.user, at=database_now())


def score_step(application: Application, sheet: Mapping[str, int]) -> None:
    """Members score the step in hand alone, most of them as the panel will agree, one a point away."""
    application = _fresh(application)
    for place, member in enumerate(members_of(application.round)):
        if not application.declarations.filter(member=member, has_conflict=False).exists():
            continue
        assert member.user is not None
        for criterion in criteria_to_score(application):
            if criterion.code not in sheet:
                break
            value = _value(criterion, sheet[criterion.code], is_odd=place == int(application.number or 0) % 5)
            save_score(
                application,
                criterion=criterion.code,
                value=value,
                reason=REASONS[value if criterion.kind is Kind.SCORE else 4 * value],
                version=0,
                by=member.user,
                at=database_now(),
            )
        submit_sheet(application, by=member.user, at=database_now())


def agree_step(application: Application, sheet: Mapping[str, int]) -> Application:
    """The leader of the discussion records what the panel agrees on the step in hand."""
    application = _fresh(application)
    step = step_in_hand(application)
    leader = next(
        member.user for member in members_of(application.round) if leads_discussion.test(member.user, application)
    )
    assert leader is not None
    for criterion in criteria_of(application.round):
        if criterion.step == step and step_in_hand(application) == step:
            value = sheet[criterion.code]
            reason = REASONS[value if criterion.kind is Kind.SCORE else 4 * value]
            agreed = Agreed(criterion.code, value, reason)
            application = agree(application, agreed=agreed, by=leader, at=database_now())
    return application


def _value(criterion: Criterion, agreed: int, *, is_odd: bool) -> int:
    """One member is a point lower where the scale allows it without ending the assessment."""
    if criterion.kind is Kind.SCORE and is_odd and agreed > criterion.lowest_pass:
        return agreed - 1
    return agreed


def _fresh(application: Application) -> Application:
    return Application.objects.select_related("case", "round__selection__case", "organisation").get(pk=application.pk)


def witness_value(email: str) -> str:
    """The value a made-up witness commits to: the same each time, so that whoever tries the draw can show it."""
    return hashlib.sha256(f"demonstration draw {email}".encode()).hexdigest()[: 2 * WITNESS_BYTES]


def freeze(selection: Selection, purpose: DrawPurpose) -> tuple[Draw, dict[str, str]]:
    """Announce a draw with two witnesses of the panel; returns it with the value each will show."""
    first, second = members_of(selection.round)[1:3]
    assert first.user is not None
    assert second.user is not None
    seats = [WitnessSeat(first.user, "Panel member"), WitnessSeat(second.user, "Panel member")]
    now = database_now()
    chair = chair_of(selection.round)
    draw = freeze_draw(
        selection, purpose=purpose, source_names=[], witnesses=seats, not_before=now + NOTICE, by=chair, at=now
    )
    values = {each.user.email: witness_value(each.user.email) for each in seats}
    for each in seats:
        commitment = witness_commitment(values[each.user.email])
        commit_as_witness(draw, commitment=commitment, by=each.user, at=database_now())
    return draw, values


def hold(selection: Selection, purpose: DrawPurpose) -> Draw:
    """The whole ceremony: announce, commit, wait, reveal, draw."""
    draw, values = freeze(selection, purpose)
    later: datetime = database_now() + 2 * NOTICE
    with travelled_to(later):
        witnesses = [witness.user for witness in draw.witnesses.select_related("user").order_by("pk")]
        for user in witnesses:
            reveal_as_witness(draw, value=values[user.email], by=user, at=database_now())
        return hold_the_draw(draw, values=[], by=witnesses[-1], at=database_now())
