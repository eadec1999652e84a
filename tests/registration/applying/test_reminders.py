"""Who is reminded of an application to register while it is written and checked, and by which table (M-20 to M-33)."""

from datetime import UTC, datetime, timedelta

import pytest

from registration.actions.ageing import KIND, watch_checks
from registration.actions.applications import withdraw_registration
from registration.actions.drafts import watch_drafts
from registration.actions.managers import change_manager_part, take_out_manager
from registration.queries.ageing import AgeingCheck, ageing_checks
from registration.queries.applications import managers_of
from sandbox_portal.casework import reminders
from sandbox_portal.casework.models import Deadline, OutboxEntry
from sandbox_portal.casework.outbox import load_handlers
from sandbox_portal.casework.reminder_definitions import all_definitions
from sandbox_portal.casework.reminders import remind
from sandbox_portal.casework.working_days import day_in_london, end_of_day
from sandbox_portal.demo.registration_walk import send_whole
from sandbox_portal.people.clock import database_now
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.queries import response_of
from tests.registration.applying.scene import again

pytestmark = pytest.mark.django_db

# Code, days from the date it is about, and whether nobody can switch it off. M-31S and M-32A count to the last day to
# tell us of a change and to the first day of an absence; M-31 and M-32 of content/reminders.yaml belong to other forms.
MEANT = {
    "M-20": ((21, 60), False),
    "M-21": ((3, 10), False),
    "M-22": ((-1, 0, 1), False),
    "M-23": ((-21, -7, 0, 7), False),
    "M-24": ((-3, 0, 3), True),
    "M-24A": ((-3, 0, 3), True),
    "M-25": ((-5, -1), False),
    "M-26": ((-14, -7, -2), True),
    "M-27": ((-14, -7, -2), True),
    "M-28": ((-60, -30), False),
    "M-29": ((-60, -30, -7, 1), False),
    "M-30": ((-30, 0), False),
    "M-31S": ((-14, -2), False),
    "M-32A": ((-28,), True),
    "M-33": ((-7, -2), False),
}


@pytest.fixture(autouse=True)
def known_to_the_scheduler():
    """Every app has said whom it reminds, as in the process that does."""
    load_handlers()


def test_every_reminder_of_a_registration_has_the_days_of_the_specification_and_somebody_to_go_to():
    told = {code: each for code, each in all_definitions().items() if code in MEANT}

    assert {code: (each.offsets, bool(each.statutory)) for code, each in told.items()} == MEANT
    assert {each.pausable for each in told.values()} == {False}
    assert {each.audience for each in told.values()} <= reminders._audiences.keys()
    assert [code for code, each in told.items() if each.in_working_days] == ["M-22"]


def mails(deadline: Deadline, day: datetime) -> list[tuple[str, str]]:
    """What goes out on this day: which letter, to whom."""
    before = set(OutboxEntry.objects.values_list("pk", flat=True))
    remind(deadline.pk, at=day)
    new = OutboxEntry.objects.exclude(pk__in=before)
    return sorted((each.name, each.payload["to"]) for each in new)


def clocks(kind: str) -> list[Deadline]:
    return list(Deadline.objects.filter(kind=kind, done_at=None, cancelled_at=None).order_by("key"))


def test_a_draft_nobody_writes_in_is_remembered_after_three_weeks(draft, owner):
    watch_drafts(by=None, at=database_now())
    [clock] = clocks("registration_idle")

    assert mails(clock, clock.due_at + timedelta(days=20)) == []
    assert mails(clock, clock.due_at + timedelta(days=21)) == [("reminders/registration_idle", owner.email)]


def test_whoever_waits_for_a_manager_is_told_and_the_manager_too(draft, owner):
    at = database_now()
    [manager] = managers_of(draft)
    change_manager_part(manager, by=manager.person, at=at)

    watch_drafts(by=None, at=at)
    [clock] = clocks("registration_manager_part")

    both = [("reminders/manager_part", manager.email), ("reminders/manager_part", owner.email)]
    assert mails(clock, clock.due_at + timedelta(days=3)) == sorted(both)


def test_whoever_checks_is_told_a_working_day_before_and_a_working_day_late(sent, inspector, chief):
    [clock] = clocks("registration_validation")
    clock.due_at = end_of_day(datetime(2026, 12, 29, tzinfo=UTC).date())  # EX-F8: two days before it are holidays
    clock.created_at = datetime(2026, 12, 18, tzinfo=UTC)
    clock.save()
    team = sorted(("reminders/validation_due", each.email) for each in (inspector, chief))

    days = [mails(clock, datetime(2026, 12, day, 7, tzinfo=UTC)) for day in (23, 24, 29, 30)]

    assert days == [[], team, team, team]


# Criminal record checks that grow old (M-28)


def of_the_manager(draft) -> AgeingCheck:
    [manager] = managers_of(draft)
    today = day_in_london(database_now())
    made_on = today - timedelta(days=80)
    return AgeingCheck(str(manager.pk), "dbs_on", "Ann Hollis", made_on.replace(year=made_on.year + 1))


def alone(draft, owner, *, days: int) -> AgeingCheck:
    """The draft as one of a person in business alone, whose check is so many days old."""
    made_on = day_in_london(database_now()) - timedelta(days=days)
    boxes = [str(made_on.day), str(made_on.month), str(made_on.year)]
    answers = {
        "legal_form": {"chosen": "individual"},
        "provider_person": {"given_names": "Sam", "family_name": "Field"},
        "own_dbs_on": boxes,
    }
    versions = {each.question_key: each.version for each in response_of(draft.case).answers.all()}
    save_page(response_of(draft.case), answers=answers, versions=versions, by=owner, at=database_now())
    return AgeingCheck(str(draft.pk), "own_dbs_on", "Sam Field", made_on.replace(year=made_on.year + 1))


def test_only_checks_that_must_be_fresh_grow_too_old(draft, owner):
    """The directors and the nominated individual have checks too: theirs may be older (V-13)."""
    assert list(ageing_checks()) == [of_the_manager(draft)]

    own = alone(draft, owner, days=320)

    assert sorted(ageing_checks(), key=lambda each: each.name) == [of_the_manager(draft), own]


def test_the_writers_are_told_60_and_30_days_before_and_not_of_the_manager_s_own(draft, owner):
    own = alone(draft, owner, days=290)
    watch_checks(by=None, at=database_now())
    clock = Deadline.objects.get(key=f"registration-check:{draft.pk}:own_dbs_on")

    told = [mails(clock, end_of_day(own.fresh_until - timedelta(days=left))) for left in (61, 60, 59, 30, 29)]

    letter = [("reminders/check_ages", owner.email)]
    assert (clock.due_at, told) == (end_of_day(own.fresh_until), [[], letter, [], letter, []])
    assert clock.about == "The criminal record check of Sam Field is getting too old"


def test_a_manager_alone_is_told_of_their_own_check(draft):
    [manager] = managers_of(draft)
    watch_checks(by=None, at=database_now())
    [clock] = clocks(KIND)

    assert mails(clock, clock.due_at - timedelta(days=60)) == [("reminders/check_ages", manager.email)]


def test_a_new_check_moves_the_clock_and_one_that_is_too_old_already_has_none(draft, owner):
    def running() -> dict[str, datetime]:
        watch_checks(by=None, at=database_now())
        return {each.subject: each.due_at for each in clocks(KIND) if each.subject == str(draft.pk)}

    own = [alone(draft, owner, days=days) for days in (300, 10)]

    assert running() == {str(draft.pk): end_of_day(own[1].fresh_until)}
    alone(draft, owner, days=400)
    assert running() == {}


def test_nobody_is_told_once_the_draft_is_sent_withdrawn_or_the_manager_taken_out(draft, owner):
    watch_checks(by=None, at=database_now())
    [clock] = clocks(KIND)
    [manager] = managers_of(draft)

    take_out_manager(manager, reason="She has left.", by=owner, at=database_now())
    assert (mails(clock, clock.due_at - timedelta(days=30)), list(ageing_checks())) == ([], [])

    withdraw_registration(again(draft), reason="We have closed.", by=owner, at=database_now())
    watch_checks(by=None, at=database_now())
    assert clocks(KIND) == []


def test_a_sent_application_is_past_it(draft):
    watch_checks(by=None, at=database_now())
    [clock] = clocks(KIND)
    send_whole(draft, at=database_now())

    assert mails(clock, clock.due_at - timedelta(days=30)) == []
    watch_checks(by=None, at=database_now())
    assert clocks(KIND) == []
