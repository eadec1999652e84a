"""What time brings about for answers."""

from datetime import datetime

from sandbox_portal.casework.clockwork import every_minute

from .actions.returns import end_late_returns


@every_minute("answers asked again that did not come")
def end_late(*, at: datetime) -> None:
    """Go on without what did not come back by its day."""
    end_late_returns(at=at)
