"""Taking, giving, handing over and putting back; what happens when two people press the button at once."""

import threading

import pytest
from django.db import connection
from django.db.models import QuerySet

from sandbox_portal.casework.actions.assigning import give_case, put_case_back, take_case, take_next_case
from sandbox_portal.casework.actions.batches import give_cases, undo_batch
from sandbox_portal.casework.actions.desk import raise_flag
from sandbox_portal.casework.models import Assignment, Case, Event
from sandbox_portal.casework.queries import next_actions_of
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Membership
from tests.factories.people import make_staff

from .kinds import LEAFLETS

pytestmark = pytest.mark.usefixtures("worked_alone")


def refused(action, *args, **named):
    with pytest.raises(Refused) as caught:
        action(*args, by=named.pop("by"), at=database_now(), **named)
    return caught.value.sentence


def test_the_next_case_is_the_urgent_one_then_the_nearest_date_then_the_longest_wait(send, lead, at):
    oldest, dated, urgent = send("Oldest"), send("Dated"), send("Urgent")
    Case.objects.filter(pk=dated.pk).update(due_at=at)
    raise_flag(urgent, code="urgent", reason="Somebody waits for it.", by=lead, at=database_now())

    taken = [take_next_case(by=lead, at=database_now()).title for _ in range(3)]

    assert taken == ["Urgent", "Dated", "Oldest"]
    assert Case.objects.get(pk=oldest.pk).owner == lead


def test_a_taken_case_waits_for_its_person_alone_and_says_so_in_its_history(send, lead, staff_user):
    colleague, case = staff_user(Role.PROGRAMME_LEAD), send()

    take_next_case(by=lead, at=database_now())

    assert (list(next_actions_of(lead)), list(next_actions_of(colleague))) == ([case], [])
    assert Event.objects.filter(case=case).latest("sequence").verb == "taken from the queue"
    assert Assignment.objects.values_list("from_person", "to_person", "queue").get() == (
        None,
        lead.pk,
        "programme_lead",
    )


def test_nobody_takes_more_than_the_limit_and_held_cases_do_not_count(send, lead):
    for number in range(5):
        send(f"Leaflet {number}")
    for _ in range(3):
        take_next_case(by=lead, at=database_now())

    sentence = f"{lead.name} has 3 cases of this queue. Finish some, or put them back, before there is one more."
    assert refused(take_next_case, by=lead) == sentence
    assert refused(take_case, Case.objects.get(title="Leaflet 4"), by=lead) == sentence
    assert (
        refused(give_case, Case.objects.get(title="Leaflet 4"), to=lead, reason="x", by=make_staff(Role.PROGRAMME_LEAD))
        == sentence
    )


def test_an_empty_queue_says_so(lead):
    assert refused(take_next_case, by=lead) == "No case waits in your queue now."


def test_a_stage_worked_together_is_in_nobodys_pool(leaflet, lead, staff_user):
    assert (
        refused(take_case, leaflet, by=lead)
        == "Everybody in its queue works on this case together, so nobody takes it alone."
    )
    assert refused(take_next_case, by=staff_user(Role.INSPECTOR)) == "No case waits in your queue now."


def test_a_case_is_handed_over_with_a_reason_and_put_back_with_one(send, lead, staff_user):
    colleague, case = staff_user(Role.PROGRAMME_LEAD), send()
    take_case(case, by=lead, at=database_now())

    assert refused(give_case, case, to=colleague, reason=" ", by=lead).startswith("Say why")
    give_case(case, to=colleague, reason="I am away.", by=lead, at=database_now())
    assert Case.objects.get().owner == colleague
    put_case_back(case, reason="Not mine.", by=colleague, at=database_now())

    case = Case.objects.get()
    assert (case.owner, case.person_wanted_by is not None) == (None, True)
    verbs = list(Event.objects.filter(case=case).order_by("sequence").values_list("verb", flat=True))
    assert verbs[-3:] == ["taken from the queue", "handed over", "put back in the queue"]


def test_a_case_is_given_only_to_people_of_its_queue_who_may_see_it(send, lead, staff_user, organisation):
    inspector, tied, case = staff_user(Role.INSPECTOR), staff_user(Role.PROGRAMME_LEAD), send()
    Membership.objects.create(user=tied, organisation=organisation)

    assert "does not work in the queue" in refused(give_case, case, to=inspector, reason="x", by=lead)
    assert refused(give_case, case, to=tied, reason="x", by=lead) == f"{tied.name} cannot be given this case."
    assert refused(take_next_case, by=tied) == "No case waits in your queue now."


def test_a_case_goes_to_the_queue_of_the_next_role_without_the_person_of_the_last(send, lead):
    case = take_case(send(), by=lead, at=database_now())

    LEAFLETS.take_step(case, "answer", by=lead, at=database_now())

    case = Case.objects.get()
    assert (case.owner, case.person_wanted_by, case.usual_until, case.stuck_from) == (None, None, None, None)


def test_many_cases_are_given_out_whole_or_not_at_all(send, lead, staff_user):
    colleague = staff_user(Role.PROGRAMME_LEAD)
    cases = [send(f"Leaflet {number}") for number in range(4)]

    assert "Nothing was given out" in refused(give_cases, cases, to=colleague, reason="Shared out", by=lead)
    assert Case.objects.filter(owner=colleague).count() == 0


def test_giving_out_is_undone_in_one_go_except_what_moved_on(send, lead, staff_user):
    colleague, third = staff_user(Role.PROGRAMME_LEAD), staff_user(Role.PROGRAMME_LEAD)
    mine, free, moved = send("Mine"), send("Free"), send("Moved")
    take_case(mine, by=lead, at=database_now())
    batch = give_cases([mine, free, moved], to=colleague, reason="Shared out", by=lead, at=database_now())
    give_case(moved, to=third, reason="Better so.", by=colleague, at=database_now())

    undone = undo_batch(batch, by=lead, at=database_now())

    owners = dict(Case.objects.values_list("title", "owner"))
    assert (undone.back, undone.stayed) == (2, [moved])
    assert owners == {"Mine": lead.pk, "Free": None, "Moved": third.pk}
    assert refused(undo_batch, batch, by=lead) == "This has been undone already."


def both_at_once(people):
    """Let every person press “Take the next case” at the same moment; the titles they got."""
    got, ready = {}, threading.Barrier(len(people), timeout=10)

    def press(person):
        try:
            ready.wait()
            got[person.pk] = take_next_case(by=person, at=database_now()).title
        except Refused:
            got[person.pk] = ""
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(got.values())


@pytest.mark.django_db(transaction=True)
def test_two_people_who_press_at_once_get_two_cases(send):
    send("One"), send("Two")

    assert both_at_once([make_staff(Role.PROGRAMME_LEAD), make_staff(Role.PROGRAMME_LEAD)]) == ["One", "Two"]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_people_get_the_same_case(send, monkeypatch):
    """The twin: the same press when no row is locked and both have looked before either has written."""
    send("One"), send("Two")
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **named: rows)
    looked, really_first = threading.Barrier(2, timeout=10), QuerySet.first

    def first(rows):
        found = really_first(rows)
        if rows.model is Case:
            looked.wait()
        return found

    monkeypatch.setattr(QuerySet, "first", first)

    assert both_at_once([make_staff(Role.PROGRAMME_LEAD), make_staff(Role.PROGRAMME_LEAD)]) == ["One", "One"]
