"""What belongs to the form of an application: how much work a section was."""

from registration.actions.burden import rate_burden
from registration.queries.applications import own_registrations
from tests.factories.worlds import World, builds

PAGES = ("registration-statement", "registration-to-have-ready", "registration-burden", "registration-burden-section")


@builds(place=47)
def build(world: World) -> None:
    """A word about one section of the application that was sent."""
    provider = world.people["provider"]
    application = next(each for each in own_registrations(provider) if each.sent_at is not None)
    words = world.canary("BurdenRating", "comment")
    said = {"minutes": 25, "was_relevant": True, "comment": words}
    rate_burden(application, section_key="money", **said, by=provider, at=world.at)
    for name in PAGES:
        world.ids_of[name] = {"case_id": application.pk, "section": "money"}
