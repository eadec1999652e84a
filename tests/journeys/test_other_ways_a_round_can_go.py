"""What does not go as planned, told through the pages of those it happens to."""

import html
import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from programme.choices import RoundStage
from programme.models import Round
from programme.round_file import Places
from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import people_of
from selection.actions.cut_offs import set_cut_off
from selection.models import Application
from tests.factories.people import make_staff
from tests.factories.rounds import round_at
from tests.factories.selection import answer_everything, chair_of, make_application, make_draft
from tests.selection.chair_scene import again, member, placed, scored, sent, signed_off, with_workshops_ahead
from tests.selection.results_scene import do_all_work
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


class Person:
    """Somebody at the portal's pages, without a browser: quick, and each page must answer as `expecting` says."""

    def __init__(self, user: User) -> None:
        self.client, self.shown = sign_in(Client(), user), ""

    def opens(self, name: str, *args: object, expecting: int = 200) -> None:
        self._keep(self.client.get(reverse(name, args=args), follow=True), expecting)

    def sends(self, name: str, *args: object, expecting: int = 200, **typed: object) -> None:
        self._keep(self.client.post(reverse(name, args=args), typed, follow=True), expecting)

    def reads(self, *sentences: str) -> None:
        assert [sentence for sentence in sentences if sentence not in self.shown] == [], self.shown

    def reads_nothing_of(self, *sentences: str) -> None:
        assert [sentence for sentence in sentences if sentence in self.shown] == [], self.shown

    def _keep(self, answer, expecting: int) -> None:
        words = re.sub(r"<[^>]+>", " ", answer.content.decode())
        self.shown = re.sub(r"\s+", " ", html.unescape(words))
        assert answer.status_code == expecting, self.shown


def owner_of(application: Application) -> Person:
    return Person(people_of(application.organisation)[0])


@pytest.fixture
def open_round() -> Round:
    return round_at(RoundStage.OPEN)


def close(round_: Round) -> None:
    """Let the window have ended a second ago."""
    Round.objects.filter(pk=round_.pk).update(closes_at=database_now() - timedelta(seconds=1))


def test_a_provider_withdraws_and_gets_it_in_writing(open_round):
    application = make_application(open_round)
    provider = owner_of(application)

    provider.sends("application-withdraw", application.pk, reason="", expecting=422)
    provider.reads("There is a problem", "Say in a few words why you withdraw")
    provider.sends("application-withdraw", application.pk, reason="We have too few carers this year.")
    provider.reads("Your application is withdrawn.", "Withdrawn")
    do_all_work()
    provider.opens("application-status", application.pk)
    provider.reads("Withdrawn", "Read what you sent")
    provider.reads_nothing_of("Withdraw this application")


def test_an_application_with_gaps_is_not_taken_and_leads_to_each_gap(open_round):
    draft = make_draft(open_round)
    answer_everything(draft, works_in_england="", understanding="")
    provider = owner_of(draft)

    provider.sends("application-send", draft.pk, key=uuid.uuid4(), expecting=409)
    provider.reads("Your application has not been sent", "2 answers need your attention before you can send.")
    provider.opens("response-check-answers", draft.pk)
    provider.reads("Choose yes if you work in adult social care in England now", "Say what you think the sandbox is")


def test_who_comes_a_second_late_is_told_and_keeps_every_word(open_round):
    draft = make_draft(open_round)
    answer_everything(draft)
    provider = owner_of(draft)
    provider.opens("application-send", draft.pk)
    provider.reads("Send your application")

    close(open_round)
    provider.sends("application-send", draft.pk, key=uuid.uuid4(), expecting=409)

    provider.reads(
        "The window for this round has closed", "Nothing you wrote is lost", "We use one clock for everybody."
    )
    provider.opens("response-check-answers", draft.pk)
    provider.reads("We match people with carers in two towns.")
    provider.opens("application-status", draft.pk)
    provider.reads_nothing_of("Go on with your application")
    assert not OutboxEntry.objects.filter(key=f"receipt:{draft.pk}").exists()


@pytest.fixture
def with_the_committee():
    """Four applications for two places, proposed: two in, one in reserve, one below the cut-off."""
    selection = scored("4,4|4,4,3", "4,3|3,3,3", "3,3|3,3,2", "3,2|2,2,2", places=Places(fewest=1, most=2))
    set_cut_off(selection, value=12, reason="It shows enough.", by=chair_of(selection), at=database_now())
    placed(selection)
    sent(selection)
    return again(selection)


def applications_in_order(selection) -> list[Application]:
    rows = Application.objects.select_related("case", "organisation").filter(round=selection.round_id)
    return list(rows.order_by("-total"))


def test_a_proposal_referred_back_goes_to_the_panel_and_comes_again(with_the_committee):
    selection = with_the_committee
    first, second = Person(make_staff(Role.COMMITTEE_MEMBER)), Person(make_staff(Role.COMMITTEE_MEMBER))
    chair, other = Person(chair_of(selection)), Person(member(selection, 1))

    first.sends("selection-decision", selection.pk, decision="referred_back", reason="Say more about the cut-off.")
    second.sends("selection-decision-second", selection.pk)
    chair.opens("selection-overview", selection.pk)
    chair.reads("Set the cut-off")
    chair.sends("selection-cut-off", selection.pk, value=13, reason="Thirteen shows a working service.")
    chair.sends("selection-step", selection.pk, "place_applications")
    chair.reads("The places are given. Prepare the proposal next.")
    chair.sends("selection-proposal", selection.pk, exception="")
    other.sends("selection-proposal-send", selection.pk)
    other.reads("The proposal is with the committee.")

    first.opens("selection-decision", selection.pk)
    first.reads("13: Thirteen shows a working service.")
    first.sends("selection-decision", selection.pk, decision="approved", reason="A good set.")
    second.sends("selection-decision-second", selection.pk)
    second.reads("The decision is final.")


def test_a_reserve_takes_the_place_of_one_that_leaves(with_the_committee):
    selection = with_the_committee
    signed_off(selection, make_staff(Role.COMMITTEE_MEMBER), make_staff(Role.COMMITTEE_MEMBER))
    with_workshops_ahead(selection)
    best, _second, reserve, _weak = applications_in_order(selection)
    lead, committee = Person(make_staff(Role.PROGRAMME_LEAD)), Person(make_staff(Role.COMMITTEE_MEMBER))
    do_all_work()
    lead.sends("selection-letters-send", selection.pk)
    do_all_work()
    waiting, leaving = owner_of(reserve), owner_of(best)
    waiting.opens("application-status", reserve.pk)
    waiting.reads("reserve list")

    leaving.sends("application-withdraw", best.pk, reason="Our founder is ill.")
    lead.opens("selection-promotion", selection.pk)
    lead.reads(str(reserve.case.reference), str(reserve.organisation.name))
    lead.sends("selection-promotion", selection.pk, reason="One has left.")
    lead.reads("The committee has been asked.")
    committee.sends("selection-promotion-decide", selection.pk, approve="yes")
    do_all_work()

    waiting.opens("application-status", reserve.pk)
    waiting.reads("Selected")
    reader = Client().get(reverse("round-results", args=[selection.round.slug])).content.decode()
    assert reserve.organisation.name in html.unescape(reader)
    assert best.organisation.name not in html.unescape(reader)
