"""What casework adds to the two worlds: a mail that was given up, and the address of a case that a wing has made."""

from sandbox_portal.casework import outbox
from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.casework.queries import cases_visible_to

from .worlds import World, builds


@builds(place=50)
def build(world: World) -> None:
    world.ids_of["outbox-retry"] = {"pk": make_given_up_mail(world).pk}
    case = cases_visible_to(world.people["provider"]).first()
    if case is not None:
        world.ids_of["case-timeline"] = {"pk": case.pk}


def make_given_up_mail(world: World) -> OutboxEntry:
    words = {"subject": world.canary("OutboxEntry", "subject"), "body": world.canary("OutboxEntry", "body")}
    entry = outbox.queue_mail("account", to="nobody@people.example", key=f"given-up-{world.letter}", context=words)
    OutboxEntry.objects.filter(pk=entry.pk).update(
        given_up_at=world.at, last_error="The mail server cannot be reached.", attempts=11
    )
    return entry
