"""Words of the register that code must know; kinds of service and statuses themselves are content."""

from django.db import models


class Scheme(models.TextChoices):
    """What gives a service a status. Labels, parts and statuses stand in content/statuses.yaml."""

    SANDBOX = "sandbox", "Sandbox round"
    REGISTRATION = "registration", "Registration"
    RATING = "rating", "Rating"
    QUALITY_MARK = "quality_mark", "Quality Mark"
    ACCREDITATION = "accreditation", "Framework of the council"


WHOLE = ""
