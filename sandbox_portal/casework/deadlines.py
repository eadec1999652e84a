"""Clocks that run on a case or a round. The database's clock alone says whether one has run out."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Min, OuterRef, Q, QuerySet, Subquery

from sandbox_portal.people.clock import DatabaseNow

from .models import Case, Deadline
from .reminder_definitions import definition_of
from .working_days import LONDON, WorkingDayCalendar, add_working_days, day_in_london, working_days_between


@transaction.atomic
def set_deadline(
    key: str,
    *,
    kind: str,
    about: str,
    due_at: datetime,
    rule: str,
    at: datetime,
    case: Case | None = None,
    subject: str = "",
    reminder: str = "",
) -> Deadline:
    """Start the clock of this key, or move it: a moved one reminds anew, for its new day.

    `rule` says in words how the moment was counted; `reminder` is a code of content/reminders.yaml.
    """
    values = {
        "kind": kind,
        "about": about,
        "due_at": due_at,
        "rule": rule,
        "case": case,
        "subject": subject,
        "reminder": reminder,
        "pausable": definition_of(reminder).pausable if reminder else False,
        "done_at": None,
        "cancelled_at": None,
    }
    deadline, _ = Deadline.objects.update_or_create(
        key=key, defaults=values, create_defaults={**values, "created_at": at}
    )
    _show_on_case(deadline)
    return deadline


def move_deadline(deadline: Deadline, *, due_at: datetime, rule: str) -> Deadline:
    """Move one clock that runs, in the caller's transaction; people are reminded anew, for its new day."""
    deadline.due_at, deadline.rule = due_at, rule
    deadline.save(update_fields=["due_at", "rule"])
    _show_on_case(deadline)
    return deadline


def finish_deadline(key: str, *, at: datetime) -> None:
    """What was due is done; nobody is reminded any more. Finishing it again, or one never set, changes nothing."""
    _end(key, done_at=at)


def cancel_deadline(key: str, *, at: datetime) -> None:
    """What was due is not wanted any more."""
    _end(key, cancelled_at=at)


def pause_deadlines(deadlines: QuerySet[Deadline], *, at: datetime) -> int:
    """Stop the pausable ones of these (R-131); statutory ones run on."""
    stopping = list(deadlines.filter(running(), pausable=True, paused_at=None).values_list("pk", "case"))
    stopped = Deadline.objects.filter(pk__in=[pk for pk, _case in stopping], paused_at=None).update(paused_at=at)
    _show_on_cases({case for _pk, case in stopping if case})
    return stopped


def resume_deadlines(deadlines: QuerySet[Deadline]) -> int:
    """Let stopped ones run again; their new moments are set with `set_deadline`."""
    stopped = list(deadlines.filter(paused_at__isnull=False).values_list("pk", "case"))
    resumed = Deadline.objects.filter(pk__in=[pk for pk, _case in stopped]).update(paused_at=None)
    _show_on_cases({case for _pk, case in stopped if case})
    return resumed


def resume_after_hold(case: Case, *, since: datetime, at: datetime, calendar: WorkingDayCalendar) -> list[Deadline]:
    """Let the clocks run that a hold of this case stopped, each moved on by the working days it stood still.

    The time of day stays; a clock that was stopped for less than a working day keeps its moment.
    """
    days = working_days_between(day_in_london(since), day_in_london(at), calendar=calendar)
    stopped = list(Deadline.objects.select_for_update().filter(running(), case=case, paused_at=since))
    for deadline in stopped:
        local = deadline.due_at.astimezone(LONDON)
        day = add_working_days(local.date(), days, calendar=calendar) if days else local.date()
        deadline.due_at, deadline.paused_at = datetime.combine(day, local.time(), LONDON), None
        deadline.save(update_fields=["due_at", "paused_at"])
    _show_on_cases({case.pk})
    return stopped


def running() -> Q:
    """Condition on deadlines that have neither been met nor cancelled."""
    return Q(done_at=None, cancelled_at=None)


def passed(field: str = "due_at") -> Q:
    """Condition on rows whose moment has come, decided by the database in the same statement."""
    return Q(**{f"{field}__lte": DatabaseNow()})


def deadline_passed(moment: datetime) -> bool:
    """True from the moment itself on. Ask inside the transaction that depends on it, after taking its locks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal_now() >= %s", [moment])
        row = cursor.fetchone()
    assert row is not None
    return row[0]


def _end(key: str, **mark: datetime) -> None:
    with transaction.atomic():
        for deadline in Deadline.objects.select_for_update().filter(running(), key=key):
            Deadline.objects.filter(pk=deadline.pk).update(**mark)
            _show_on_case(deadline)


def _show_on_case(deadline: Deadline) -> None:
    if deadline.case_id:
        _show_on_cases({deadline.case_id})


def _show_on_cases(cases: set[UUID]) -> None:
    """Keep the nearest moment on each case, where lists read it; a clock that stands still is none."""
    nearest = (
        Deadline.objects.filter(running(), case=OuterRef("pk"), paused_at=None)
        .order_by()
        .values("case")
        .annotate(nearest=Min("due_at"))
        .values("nearest")
    )
    Case.objects.filter(pk__in=cases).update(due_at=Subquery(nearest))
