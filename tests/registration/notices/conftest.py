"""Two proposals of 23 March 2020, built once for a file: one to refuse, one to register with conditions."""

import pytest

from registration.models import Notice
from registration.signals import refused, registered
from tests.factories.assessments import REFUSE, Assessing, load_words, proposed, with_conditions

from .scene import SERVED


@pytest.fixture(scope="module")
def words(kept_database) -> None:
    load_words()


@pytest.fixture(scope="module")
def refusing(words) -> tuple[Assessing, Notice]:
    """A refusal proposed on 23 March 2020 (EX-F6)."""
    return proposed(REFUSE, at=SERVED)


@pytest.fixture(scope="module")
def conditional(words) -> tuple[Assessing, Notice]:
    return proposed(with_conditions(), at=SERVED)


@pytest.fixture(autouse=True)
def afresh(db, refusing, conditional):
    """Each test reads the applications anew; what another test did to them was undone."""
    refusing[0].again()
    conditional[0].again()


@pytest.fixture
def heard():
    """What was announced while the test ran."""
    said = []

    def hear(sender, *, application, by, at, signal, **more):
        name = "registered" if signal is registered else "refused"
        said.append((name, application.pk, [each.words for each in more.get("conditions", [])]))

    for signal in (registered, refused):
        signal.connect(hear)
    yield said
    for signal in (registered, refused):
        signal.disconnect(hear)
