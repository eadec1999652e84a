"""One round from the open window to the letters, by five kinds of people in real browsers: the main job.

Three ways: at a desk, on a phone, and at a desk without any script. At a desk, what happens beside the main way too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from programme.actions import close_window
from programme.choices import RoundStage
from programme.models import Round
from programme.round_file import Places
from sandbox_portal.casework.outbox import load_handlers
from sandbox_portal.casework.relay import drain
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.queries import response_of
from selection.models import Application, Selection
from tests.factories.people import make_organisation, make_staff, make_user
from tests.factories.rounds import round_at, seat_panel
from tests.factories.selection import (
    complete_answers,
    declare_all,
    make_application,
    members_of,
    score_alone,
    work_step,
)

from . import beside_the_main_way as beside
from .people_of_a_round import Chair, CommitteeMember, Lead, Member, Provider
from .person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GATES = {"1a": 1, "1b": 1, "2a": 1}
BEST = GATES | {"2b": 4, "2c": 4, "3a": 4, "3b": 4, "3c": 4}
GOOD = GATES | {"2b": 4, "2c": 3, "3a": 3, "3b": 3, "3c": 3}
WEAK = GATES | {"2b": 2, "2c": 2, "3a": 2, "3b": 2, "3c": 2}
# As WEAK, but equal to GOOD after step 2: a draw must say which of the two is reviewed first.
TIED = WEAK | {"2b": 4, "2c": 3}
BY_HAND = frozenset(
    {"organisation_name", "legal_form", "company_number", "registered_provider", "short_description", "key_dates"}
    | {"consent_to_publish", "answers_are_true"}
)


@dataclass
class Story:
    """The round, and everybody who has a part in it."""

    round: Round
    selection: Selection
    provider: Provider
    chair: Chair
    member: Member
    lead: Lead
    first_of_committee: CommitteeMember
    second_of_committee: CommitteeMember
    reader: Person
    others: Mapping[str, Application]
    beside: "Beside | None" = None
    own: Application | None = None


@dataclass
class Beside:
    """Who and what is needed for what happens beside the main way."""

    colleague: Person
    witness: Member
    place: Path


@pytest.fixture(
    params=[{}, {"phone": True}, {"javascript": False}],
    ids=["at a desk", "on a phone", "without scripts"],
)
def story(request, open_page, tmp_path) -> Story:
    """An open round with a full panel, two rivals who have sent theirs, and the people at their browsers."""
    load_handlers()
    lead = make_staff(Role.PROGRAMME_LEAD)
    round_ = round_at(RoundStage.OPEN, number=4, places=Places(fewest=1, most=1))
    seats = seat_panel(round_, lead=lead)
    owner = make_user("Morgan Vale")
    make_organisation("Riverbank Teams", owner=owner)

    def seated(kind: type[Person], user: Any) -> Any:
        return kind(open_page, user, **request.param)

    is_at_a_desk = not request.param
    return Story(
        beside=Beside(seated(Person, make_user("Robin Hale")), seated(Member, seats[2].user), tmp_path)
        if is_at_a_desk
        else None,
        round=round_,
        selection=Selection.objects.get(round=round_),
        provider=seated(Provider, owner),
        chair=seated(Chair, seats[0].user),
        member=seated(Member, seats[1].user),
        lead=seated(Lead, lead),
        first_of_committee=seated(CommitteeMember, make_staff(Role.COMMITTEE_MEMBER)),
        second_of_committee=seated(CommitteeMember, make_staff(Role.COMMITTEE_MEMBER)),
        reader=seated(Person, None),
        others={"good": make_application(round_), "weak": make_application(round_)},
    )


def test_a_round_from_open_window_to_letters(story):
    a_provider_applies_question_by_question(story)
    the_window_closes_and_the_provider_has_a_receipt(story)
    the_panel_declares_its_interests_and_starts(story)
    the_panel_scores_and_agrees_in_three_steps(story)
    the_chair_sets_the_cut_off_and_gives_the_places(story)
    a_proposal_goes_to_the_committee_and_is_signed_off(story)
    nobody_outside_knows_before_the_letters_go(story)
    the_lead_sends_the_letters(story)
    the_provider_reads_the_result_and_its_own_scores(story)
    anybody_can_read_who_was_selected(story)


def a_provider_applies_question_by_question(story: Story) -> None:
    provider = story.provider
    provider.finds_out_whether_they_can_apply(story.round)
    provider.starts()
    own = story.own = Application.objects.get(organisation__name="Riverbank Teams")
    provider.tells_about_the_organisation()
    provider.describes_the_organisation_and_is_called_away()
    if story.beside:
        beside.a_colleague_joins_and_answers_a_section(provider, story.beside.colleague, own)
    _a_colleague_answers_the_rest(story)
    provider.promises_to_come(own)
    provider.adds_a_letter_from_carers(own)
    provider.checks_and_changes_an_answer(own)
    provider.gives_the_promises(own)
    provider.sends()
    provider.reads_the_status(own, "Sent", "Read what you sent")


def the_window_closes_and_the_provider_has_a_receipt(story: Story) -> None:
    Round.objects.filter(pk=story.round.pk).update(closes_at=database_now() - timedelta(seconds=1))
    close_window(Round.objects.select_related("case").get(pk=story.round.pk), by=None, at=database_now())
    story.own = Application.objects.select_related("case").get(pk=story.own.pk)
    drain()
    story.provider.reads_the_status(
        story.own, "Sent", story.own.case.reference, "We have your application", "Copy of your application"
    )
    story.reader.opens("round-results", story.round.slug)
    story.reader.reads("There are no results yet.")
    if story.beside:
        beside.the_lead_takes_the_case(story.lead, story.own)
        beside.a_question_is_asked_with_a_file_and_answered(story.lead, story.provider, story.own)
        beside.one_answer_is_asked_again(story.lead, story.provider, story.own)


def the_panel_declares_its_interests_and_starts(story: Story) -> None:
    for person in (story.chair, story.member):
        person.declares_no_interest(story.selection)
    declare_all(story.selection, members_of(story.selection)[2:])
    story.chair.goes_on(story.selection, "Start the sift", "The sift has started. Members can score step 1.")
    story.provider.reads_the_status(story.own, "With the panel")


def the_panel_scores_and_agrees_in_three_steps(story: Story) -> None:
    chair, selection = story.chair, story.selection
    _the_step_is_worked(story, ("1a", "1b"))
    chair.goes_on(selection, "Finish step 1", "Step 1 is finished. Members can score step 2.")
    _the_step_is_worked(story, ("2a", "2b", "2c"))
    chair.goes_on(selection, "Finish step 2", "Step 2 is finished. Fix the order of review next.")
    if story.beside:
        beside.a_draw_puts_equals_in_order(
            chair, (story.member, story.beside.witness), story.reader, story.beside.place
        )
    chair.fixes_the_order(selection)
    _the_step_is_worked(story, ("3a", "3b", "3c"), automatic="3a")
    chair.goes_on(selection, "Finish step 3", "Step 3 is finished. Set the cut-off next.")


def the_chair_sets_the_cut_off_and_gives_the_places(story: Story) -> None:
    story.chair.sets_the_cut_off(story.selection, 12)
    story.chair.reads("Riverbank Teams", "20")
    story.chair.gives_the_places()


def a_proposal_goes_to_the_committee_and_is_signed_off(story: Story) -> None:
    story.chair.prepares_the_proposal(story.selection)
    story.member.opens("selection-overview", story.selection.pk)
    story.member.presses("Confirm and send to the committee")
    story.member.presses("Confirm and send")
    story.member.presses("Confirm and send")
    story.member.reads("The proposal is with the committee.")
    story.first_of_committee.decides(story.selection, "Approve")
    story.second_of_committee.seconds(story.selection)
    drain()


def nobody_outside_knows_before_the_letters_go(story: Story) -> None:
    story.provider.reads_the_status(story.own, "With the panel")
    story.provider.reads_nothing_of("Selected", "See your scores")
    story.reader.opens("round-results", story.round.slug)
    story.reader.reads("There are no results yet.")
    story.reader.reads_nothing_of("Riverbank Teams")


def the_lead_sends_the_letters(story: Story) -> None:
    if story.beside:
        beside.the_lead_looks_at_a_letter_before_it_goes(story.lead)
    story.lead.sends_the_letters(story.selection)
    drain()


def the_provider_reads_the_result_and_its_own_scores(story: Story) -> None:
    provider = story.provider
    provider.reads_the_status(story.own, "Selected")
    provider.follows("See your scores and the reasons")
    provider.reads("Your total 20", "You show 2b clearly.", "Lowest total that could be selected 12")
    provider.reads_nothing_of(*(str(other.organisation.name) for other in story.others.values()))
    if story.beside:
        beside.the_provider_downloads_everything(provider, story.own, story.beside.place)


def anybody_can_read_who_was_selected(story: Story) -> None:
    reader = story.reader
    reader.opens("round-results", story.round.slug)
    reader.reads("3 organisations applied, and 1 was selected.", "Riverbank Teams", "We help teams of carers")
    reader.reads_nothing_of(*(str(other.organisation.name) for other in story.others.values()))
    reader.follows("Statistics of this round")
    reader.reads("Of 3 applications, the committee selected 1.")
    if story.beside:
        beside.anybody_finds_the_service_in_the_register(reader)


def _a_colleague_answers_the_rest(story: Story) -> None:
    answers = {key: raw for key, raw in complete_answers(story.round).items() if key not in BY_HAND}
    response, owner = response_of(story.own.case), story.provider.user
    save_page(response, answers=answers, versions={}, by=owner, at=database_now())


def _the_step_is_worked(story: Story, codes: tuple[str, ...], *, automatic: str = "") -> None:
    """Two members score our application in the browser and a third as the tests do; the rivals are worked like that."""
    by_hand = {code: BEST[code] for code in codes if code != automatic}
    story.chair.scores(story.own, by_hand)
    story.member.scores(story.own, by_hand)
    fresh = Application.objects.select_related("case", "round__selection__case").get(pk=story.own.pk)
    score_alone(fresh, BEST, members_of(story.selection)[-1])
    story.chair.agrees(story.own, {code: BEST[code] for code in codes})
    sheets = {story.others["good"].pk: GOOD, story.others["weak"].pk: TIED if story.beside else WEAK}
    rivals = Application.objects.select_related("case", "round__selection__case").filter(pk__in=sheets)
    for rival in rivals.order_by("review_position", "number"):
        work_step(rival, sheets[rival.pk], scorers=3)
