"""The questions about registering, and results that organisations saved."""

import uuid
from typing import Any

from django.conf import settings

from registration.actions.scope import count_outcome, save_scope_run
from registration.loading import load_scope
from registration.models import ScopeRun, ScopeTree
from registration.queries.scope import scope_tree
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import people_of
from tests.factories.people import make_organisation
from tests.factories.worlds import World, builds

AT_HOME = {"Q1": "yes", "Q2": "yes", "Q3": "yes", "Q4": "yes", "Q5": "no"}
UMBRELLA = {**AT_HOME, "Q6": "e", "Q10": {"IND-1": "yes", "IND-6": "yes", "IND-7": "unsure"}}
ASSISTANT = {**AT_HOME, "Q6": "a", "Q7": "yes"}
GARDENING = {"Q1": "yes", "Q2": "no"}


def published_tree() -> ScopeTree:
    """The newest version of content/scope/, published."""
    load_scope(settings.CONTENT_ROOT, database_now())
    row = scope_tree()
    assert row is not None
    return row


def make_scope_run(
    organisation: Organisation | None = None, *services: Any, name: str = "Our plans", by: User | None = None
) -> ScopeRun:
    """A saved result; an umbrella body's unless told otherwise."""
    organisation = organisation or make_organisation()
    facts = {"organisation": organisation, "name": name, "key": uuid.uuid4(), "by": by or people_of(organisation)[0]}
    return save_scope_run(published_tree(), services=services or (UMBRELLA,), at=database_now(), **facts)


@builds(place=45)
def build(world: World) -> None:
    """A saved result of the organisation, and one of everybody's counted outcomes."""
    run = make_scope_run(
        world.things["organisation"],
        UMBRELLA,
        GARDENING,
        name=world.canary("ScopeRun", "name"),
        by=world.people["provider"],
    )
    count_outcome(run.tree, outcome="REGISTER_UMBRELLA", by=None, at=world.at)
    world.ids["scope_run_id"] = run.pk
    world.ids["scope_version"] = run.tree.version
    world.ids["service_number"] = 1
    world.ids_of["scope-question"] = {"question": "Q1"}
