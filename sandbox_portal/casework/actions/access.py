"""Let go of who looked, once nobody may ask any more."""

from datetime import datetime

from sandbox_portal.people.models import User

from ..models import AccessRecord
from ..queries.access import KEPT


def forget_old_looks(*, by: User | None, at: datetime) -> int:
    """Take away what is older than two years; how many there were. A trigger keeps what is younger."""
    return AccessRecord.objects.filter(at__lt=at - KEPT).delete()[0]
