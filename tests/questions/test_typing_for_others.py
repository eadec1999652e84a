"""Staff type for an organisation that agreed: in one case, for a while, under both names, and never send (R35)."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from sandbox_portal.casework import voices
from sandbox_portal.casework.actions.assistance import (
    allow_typing,
    begin_typing,
    end_typing_that_ran_out,
    finish_typing,
    refuse_typing,
    stop_typing,
)
from sandbox_portal.casework.choices import Agreement
from sandbox_portal.casework.models import Assistance, AssistanceRefusal, Event, OutboxEntry
from sandbox_portal.casework.queries import cases_visible_to, timeline_of
from sandbox_portal.casework.queries.assistance import assistances_visible_to, cases_to_type_in, typed_for
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.voices import voice_of
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people import context
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Membership
from sandbox_portal.people.queries import roles_of
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.history import changes, readable_history
from sandbox_portal.questions.models import Answer
from sandbox_portal.questions.queries import read_response
from tests.factories.people import make_provider, make_staff
from tests.questions.kinds import begin_answers
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def typist(programme_lead):
    return programme_lead


@pytest.fixture
def begin(response, provider_user, typist):
    """`begin()` lets the programme lead type in the picnic."""

    def beginning(**more):
        at = database_now()
        agreed = {"agreed_by": provider_user, "agreed_how": Agreement.PHONE, "agreed_on": day_in_london(at), "note": ""}
        return begin_typing(response.case, **{**agreed, "by": typist, "at": at, **more})

    return beginning


@pytest.fixture
def desk(typist, response, provider_user):
    """A browser in which typing was begun through the pages."""
    client = sign_in(Client(), typist)
    today = day_in_london(database_now())
    form = {"agreed_by": str(provider_user.pk), "agreed_how": "phone", "note": "The first page"}
    day = dict(zip(("agreed_on_0", "agreed_on_1", "agreed_on_2"), (today.day, today.month, today.year), strict=True))
    answer = client.post(reverse("typing-begin", args=[response.case_id]), {**form, **day})
    assert answer.status_code == 302, answer.content.decode()
    return client


def test_the_menu_beside_the_form_stays_that_of_the_typist(desk, response, monkeypatch):
    monkeypatch.setitem(context._counts, "case-stuck", lambda user: "7" if roles_of(user) else "")

    assert "Cases (7)" in desk.get(question(response)).content.decode()


def question(response, section="people", key="host_name"):
    return reverse("response-question", args=[response.case_id, section, key])


def fill_in(client, address, **typed):
    opened = client.get(address)
    assert opened.status_code == 200
    hidden = dict(re.findall(r'<input type="hidden" name="(version|page)" value="([^"]*)">', opened.content.decode()))
    return client.post(address, {**hidden, **typed})


def refused(action, **named):
    with pytest.raises(Refused) as told:
        action(**named)
    return told.value.sentence


def typed_by(voice, response, words):
    save_page(response, answers={"host_name": words}, versions={}, by=voice, at=database_now())


def test_what_is_typed_through_the_pages_carries_both_names(desk, response, provider_user, typist):
    fill_in(desk, question(response), host_name="Meadow Friends")

    answer = Answer.objects.get(response=response, question_key="host_name")
    reading = read_response(response)
    found, _more = changes(reading, readable_history(reading, provider_user))
    assert (answer.raw, answer.answered_by) == ("Meadow Friends", typist)
    assert [change.who for change in found] == [f"{typist.name} on behalf of {provider_user.name}"]


def test_what_the_organisation_types_itself_carries_its_own_name_alone(begin, response, provider_user, typist):
    voice = voice_of(typist, begin())
    typed_by(voice, response, "Meadow")
    page = {"answers": {"adults": "3"}, "versions": {}}
    save_page(response, **page, by=provider_user, at=database_now())

    reading = read_response(response)
    found, _more = changes(reading, readable_history(reading, provider_user))
    names = {change.question.key: change.who for change in found}
    assert names == {
        "adults": provider_user.name,
        "host_name": f"{typist.name} on behalf of {provider_user.name}",
    }


def test_a_banner_stands_on_every_page_during_it_and_on_none_after(desk, response):
    during = [desk.get(address).content.decode() for address in (question(response), reverse("my-actions"), "/help/")]
    desk.post(reverse("typing-finish", args=[Assistance.objects.get().pk]))
    after = [desk.get(address).content.decode() for address in (reverse("my-actions"), "/help/")]

    assert ["You are typing for somebody" in page for page in (*during, *after)] == [True] * 3 + [False] * 2


def test_the_timeline_tells_both_sides_who_typed_for_whom(begin, response, provider_user, typist):
    assistance = begin()
    finish_typing(assistance, by=typist, at=database_now())

    told = [(each.words, each.by) for each in timeline_of(response.case, provider_user)][:2]
    assert told == [("Typing on behalf ended", typist.name), ("Typing on behalf begun", typist.name)]


def test_an_event_of_somebody_who_types_says_for_whom(begin, response, provider_user, typist):
    from sandbox_portal.casework.events import record

    assistance = begin()
    event = record(response.case, verb="file added", by=voice_of(typist, assistance), at=database_now())

    assert event.data == {"on_behalf_of": provider_user.name, "assistance": str(assistance.pk)}
    assert Event.objects.get(pk=event.pk).by == typist
    assert timeline_of(response.case, typist)[0].by == f"{typist.name} on behalf of {provider_user.name}"


def test_the_organisation_is_told_at_the_beginning_and_at_the_end(begin, provider_user, typist):
    finish_typing(begin(), by=typist, at=database_now())

    mails = OutboxEntry.objects.filter(name__startswith="casework/typing", payload__to=provider_user.email)
    assert sorted(mail.name for mail in mails) == ["casework/typing_begun", "casework/typing_ended"]


def test_the_typist_reaches_one_case_and_nothing_else_of_the_organisation(begin, response, organisation, typist, at):
    from tests.questions.kinds import begin_answers

    other = begin_answers(organisation, by=make_provider(organisation, place=Place.OWNER), at=at)
    voice = voice_of(typist, begin())

    assert list(cases_visible_to(voice)) == [response.case]
    assert not cases_visible_to(typist).filter(pk__in=[other.case_id, response.case_id]).exists()
    assert Role.PROGRAMME_LEAD in roles_of(typist)  # the voice has taken nothing away from the person


def test_another_browser_of_the_same_person_is_not_let_in(desk, response, typist):
    assert sign_in(Client(), typist).get(question(response)).status_code == 403


def test_the_pages_of_the_team_and_of_sending_stay_closed(desk, response, organisation):
    closed = [
        reverse("response-section", args=[response.case_id, "people"]),
        reverse("response-told-before", args=[response.case_id]),
        reverse("team", args=[organisation.pk]),
        reverse("organisation-facts", args=[organisation.pk]),
    ]

    assert {desk.get(address).status_code for address in closed} <= {403, 404}
    assert "Send the plan" not in desk.get(reverse("response-check-answers", args=[response.case_id])).content.decode()


def test_the_organisation_ends_it_and_what_is_on_its_way_is_refused(begin, response, provider_user, typist):
    assistance = begin()
    voice = voice_of(typist, assistance)
    stop_typing(assistance, by=provider_user, at=database_now())

    assert refused(typed_by, voice=voice, response=response, words="Too late") == voices.OVER
    assert not Answer.objects.filter(response=response, raw="Too late").exists()


def test_twin_without_looking_again_it_would_have_been_saved(begin, response, provider_user, typist, monkeypatch):
    monkeypatch.setattr("sandbox_portal.questions.keeping.must_still_type", lambda by: None)
    assistance = begin()
    stop_typing(assistance, by=provider_user, at=database_now())

    typed_by(voice_of(typist, assistance), response, "Too late")

    assert Answer.objects.filter(response=response, raw="Too late").exists()


def test_in_the_browser_a_page_that_comes_too_late_is_told_so(desk, response, provider_user):
    stop_typing(Assistance.objects.get(), by=provider_user, at=database_now())

    answer = desk.post(question(response), {"host_name": "Late"})

    assert (answer.status_code, "is over" in answer.content.decode()) == (409, True)
    assert desk.get(question(response)).status_code == 403


def test_it_ends_by_itself_after_two_hours(begin, response, typist, settings):
    from sandbox_portal.people.clock import travelled_to

    settings.DEMONSTRATION = True
    assistance = begin()
    voice = voice_of(typist, assistance)
    with travelled_to(database_now() + timedelta(hours=2, minutes=1)):
        sentence = refused(typed_by, voice=voice, response=response, words="Late")
        ended = end_typing_that_ran_out(by=None, at=database_now())
        again = end_typing_that_ran_out(by=None, at=database_now())

    assistance.refresh_from_db()
    assert (sentence, ended, again) == (voices.OVER, 1, 0)
    assert (assistance.ending, assistance.over_at) == ("ran_out", assistance.ends_at)


def test_one_person_types_in_one_case_at_a_time(begin, typist):
    begin()

    assert refused(begin) == "Somebody types in this case already."
    assert refused(begin, by=make_staff(Role.PROGRAMME_LEAD)) == "Somebody types in this case already."


def test_who_types_in_a_case_does_not_begin_in_another(begin, typist):
    owner, at = make_provider(), database_now()
    other = begin_answers(owner.organisations.get(), by=owner, at=at).case
    agreed = {"agreed_by": owner, "agreed_how": Agreement.PHONE, "agreed_on": day_in_london(at), "note": ""}
    begin()

    sentence = refused(begin_typing, case=other, **agreed, by=typist, at=at)

    assert sentence == "You type for an organisation already. Finish that first."


def test_the_database_itself_lets_only_one_type_in_a_case(begin, response, provider_user):
    first = begin()
    second = {name: getattr(first, name) for name in ("case", "organisation", "agreed_by", "agreed_name", "agreed_how")}
    second |= {"agreed_on": first.agreed_on, "started_at": first.started_at, "ends_at": first.ends_at}

    with pytest.raises(DatabaseError, match="one_assistance_at_a_time_per_case"), transaction.atomic():
        Assistance.objects.create(typist=make_staff(Role.PROGRAMME_LEAD), **second)


def test_who_typed_and_who_agreed_never_changes(begin, typist):
    assistance = begin()
    finish_typing(assistance, by=typist, at=database_now())

    for change in ("agreed_name = 'Somebody'", "over_at = NULL, ending = '', ended_by_id = NULL"):
        with pytest.raises(DatabaseError, match="never changes; it only ends, once"), transaction.atomic():
            connection.cursor().execute(f"UPDATE casework_assistance SET {change}")
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        Assistance.objects.all().delete()


def test_an_organisation_that_forbids_it_ends_what_runs_and_lets_nobody_begin(begin, organisation, provider_user):
    assistance = begin()
    refuse_typing(organisation, by=provider_user, at=database_now())

    assistance.refresh_from_db()
    assert assistance.ending == "ended_by_organisation"
    assert refused(begin) == "This organisation wants nobody to type for it."
    allow_typing(organisation, by=provider_user, at=database_now())
    assert begin().over_at is None


def test_that_nobody_may_type_stays_as_it_was_said(organisation, provider_user):
    refusal = refuse_typing(organisation, by=provider_user, at=database_now())
    other = AssistanceRefusal.objects.filter(pk=refusal.pk)

    with pytest.raises(DatabaseError, match="it is only lifted, once"), transaction.atomic():
        other.update(refused_at=database_now())
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        other.delete()
    allow_typing(organisation, by=provider_user, at=database_now())
    with pytest.raises(DatabaseError, match="it is only lifted, once"), transaction.atomic():
        other.update(lifted_at=database_now())


def test_a_contributor_can_end_it_but_not_forbid_it(begin, organisation):
    helper = make_provider(organisation, place=Place.CONTRIBUTOR)
    words = refused(refuse_typing, organisation=organisation, by=helper, at=database_now())

    assert words == "Only owners and signatories of the organisation can decide this."
    assert stop_typing(begin(), by=helper, at=database_now()).ending == "ended_by_organisation"


def test_nobody_agrees_who_cannot_write_for_the_organisation(begin, organisation):
    reader = make_provider(organisation, place=Place.READER)

    assert refused(begin, agreed_by=reader) == "Only somebody who writes for the organisation can agree to this."


def test_nobody_types_for_their_own_organisation_or_without_a_role_for_it(begin, organisation, provider_user):
    auditor, own = make_staff(Role.AUDITOR), make_staff(Role.PROGRAMME_LEAD)
    Membership.objects.create(user=own, organisation=organisation, place=Place.READER)

    assert refused(begin, by=auditor) == "Your role does not type for organisations in cases of this kind."
    assert refused(begin, by=provider_user) == "Your role does not type for organisations in cases of this kind."
    assert refused(begin, by=own) == "You belong to this organisation, so you type as one of its people."


def test_a_draft_is_found_by_the_name_of_its_organisation_and_by_nobody_else(response, organisation, typist):
    name = organisation.name.split()[0]

    assert list(cases_to_type_in(typist, name)) == [response.case]
    assert list(cases_to_type_in(make_staff(Role.AUDITOR), name)) == []


def test_who_sees_the_times_of_typing(begin, organisation, provider_user, typist):
    assistance = begin()
    seen = {
        "organisation": provider_user,
        "typist": typist,
        "auditor": make_staff(Role.AUDITOR),
        "colleague": make_staff(Role.PROGRAMME_LEAD),
        "stranger": make_provider(),
    }

    assert {who: list(assistances_visible_to(user)) for who, user in seen.items()} == {
        "organisation": [assistance],
        "typist": [assistance],
        "auditor": [assistance],
        "colleague": [],
        "stranger": [],
    }


def test_the_organisation_reads_it_all_ends_it_and_checks_its_answers(desk, response, organisation, provider_user):
    client = sign_in(Client(), provider_user)
    here = reverse("typed-for-us", args=[organisation.pk])
    before = client.get(here).content.decode()
    client.post(reverse("typing-stop", args=[Assistance.objects.get().pk]))
    after = client.get(here).content.decode()

    assert ("Going on now" in before, "End it now" in before, "The first page" in before) == (True, True, True)
    assert ("Ended by the organisation" in after, "End it now" in after) == (True, False)
    check = client.get(reverse("response-check-answers", args=[response.case_id])).content.decode()
    assert "Some of this was typed for you" in check


def test_a_form_without_an_agreement_is_answered_with_what_is_missing(response, typist):
    answer = sign_in(Client(), typist).post(reverse("typing-begin", args=[response.case_id]), {})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose who agreed" in text
    assert "Choose how they agreed" in text


def test_what_was_typed_is_told_to_receipts(begin, response, provider_user, typist):
    begin()

    assert [(each.typist, each.on_behalf_of) for each in typed_for(response.case)] == [
        (typist.name, provider_user.name)
    ]
