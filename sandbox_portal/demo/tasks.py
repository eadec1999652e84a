"""What the demonstration does by itself once the worker has made its letters."""

from datetime import datetime

from django.conf import settings

from sandbox_portal.casework.clockwork import every_minute

from .scenes import send_letters_of_round_three


@every_minute("demonstration: send the letters of round 3")
def send_letters(*, at: datetime) -> None:
    """Only where nothing is real; does nothing when the letters are sent or not all made."""
    if settings.DEMONSTRATION:
        send_letters_of_round_three()
