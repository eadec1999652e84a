"""The words of evidence (R-370)."""

from django.db.models import TextChoices


class EvidenceKind(TextChoices):
    """What a piece of evidence is, or whom it comes from."""

    PERSON = "person", "Said by somebody who uses the service"
    FAMILY = "family", "Said by family or a friend"
    CARER = "carer", "Said by a carer or other staff"
    LEADER = "leader", "Said by a leader or manager"
    PARTNER = "partner", "Said by a partner"
    DOCUMENT = "document", "A paper or a record"
    DATA = "data", "Figures"
    OBSERVATION = "observation", "Something we saw"


SAID = frozenset(
    {EvidenceKind.PERSON, EvidenceKind.FAMILY, EvidenceKind.CARER, EvidenceKind.LEADER, EvidenceKind.PARTNER}
)


class Way(TextChoices):
    """How it came to us."""

    VISIT = "visit", "On a visit"
    FEEDBACK = "feedback", "Feedback somebody sent or told us"
    READING = "reading", "From papers and figures we read"


class Direction(TextChoices):
    STRENGTH = "strength", "A strength"
    NEUTRAL = "neutral", "Neither"
    CONCERN = "concern", "A concern"


class Confidentiality(TextChoices):
    NORMAL = "normal", "Everybody who reads this assessment"
    RESTRICTED = "restricted", "Only me, the lead inspector and inspection managers"


class Origin(TextChoices):
    """Whether somebody of the team wrote an item, or it came in by itself and nobody changes it (R-375, R-376)."""

    WRITTEN = "written", "Written by the team"
    FEEDBACK = "feedback", "An answer to our questions"
    FIGURES = "figures", "Figures that were brought in"
    PRACTICE = "practice", "What a partner shared"
