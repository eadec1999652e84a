"""A refusal that was proposed, and the organisation that fights it (EX-F6)."""

from datetime import UTC, datetime

from registration.actions.representations import make_representations
from registration.models import Representation
from sandbox_portal.people.clock import travelled_to
from tests.factories.assessments import Assessing

SERVED = datetime(2020, 3, 23, 11, tzinfo=UTC)


def fought(scene: Assessing, *, at: datetime) -> Representation:
    with travelled_to(at):
        return make_representations(scene.again(), text="We check first.", by=scene.owner, at=at)
