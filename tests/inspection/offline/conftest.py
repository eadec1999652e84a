"""A visit that was taken along on a tablet, built once for a module."""

from dataclasses import dataclass

import pytest

from inspection.models import AssessmentVisit
from tests.factories.inspection import Scene, a_visit, gathering

from .tablet import Tablet


@dataclass
class Away:
    scene: Scene
    visit: AssessmentVisit


@pytest.fixture(scope="module")
def module_away(kept_database) -> Away:
    scene = gathering()
    return Away(scene, a_visit(scene))


@pytest.fixture
def away(module_away, db) -> Away:
    return module_away


@pytest.fixture
def tablet(away) -> Tablet:
    """The lead's, with the visit on it."""
    tablet = Tablet(away.scene.lead)
    tablet.take(away.visit)
    return tablet
