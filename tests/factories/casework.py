"""What casework adds to the two worlds: a mail that was given up; a case with a note, a flag, a hold and a batch."""

from datetime import timedelta

from sandbox_portal.casework import outbox
from sandbox_portal.casework.actions.batches import give_cases
from sandbox_portal.casework.actions.desk import raise_flag, write_note
from sandbox_portal.casework.actions.holds import put_on_hold
from sandbox_portal.casework.models import Case, OutboxEntry
from sandbox_portal.casework.queries import cases_visible_to
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now

from .people import make_staff
from .worlds import World, builds


@builds(place=50)
def build(world: World) -> None:
    world.ids_of["outbox-retry"] = {"pk": make_given_up_mail(world).pk}
    case = cases_visible_to(world.people["provider"]).first()
    if case is not None:
        world.ids_of["case-timeline"] = {"pk": case.pk}
    make_desk(world, Case.objects.get(pk=world.ids["application_id"]))


def make_desk(world: World, case: Case) -> None:
    """A note, a flag and a hold on the case of the world's own organisation; a selection that was given to somebody."""
    lead = world.people[Role.PROGRAMME_LEAD.value]
    note = write_note(case, text=world.canary("StaffNote", "text"), by=lead, at=database_now())
    reason = world.canary("Flag", "reason")
    flag = raise_flag(case, code="urgent", reason=reason, by=lead, at=database_now())
    put_on_hold(
        case,
        reason="court_or_police",
        until=day_in_london(world.at) + timedelta(days=20),
        told=world.canary("Hold", "told"),
        staff_reason=world.canary("Hold", "staff_reason"),
        by=lead,
        at=database_now(),
    )
    decided = world.things["decided"].case
    why = world.canary("Batch", "reason")
    batch = give_cases([decided], to=make_staff(Role.PROGRAMME_LEAD), reason=why, by=lead, at=database_now())
    world.ids |= {"case_id": case.pk, "flag_id": flag.pk, "note_id": note.pk, "batch_id": batch.pk}


def make_given_up_mail(world: World) -> OutboxEntry:
    words = {"subject": world.canary("OutboxEntry", "subject"), "body": world.canary("OutboxEntry", "body")}
    entry = outbox.queue_mail("account", to="nobody@people.example", key=f"given-up-{world.letter}", context=words)
    OutboxEntry.objects.filter(pk=entry.pk).update(
        given_up_at=world.at, last_error="The mail server cannot be reached.", attempts=11
    )
    return entry
