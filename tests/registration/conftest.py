import pytest

from registration.models import ScopeTree
from tests.factories.registration import published_tree


@pytest.fixture
def tree(db) -> ScopeTree:
    """The questions as they are asked now."""
    return published_tree()
