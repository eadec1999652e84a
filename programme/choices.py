"""The words of the programme: stages of a round, kinds of key date, groups on a panel."""

from django.db.models import TextChoices


class RoundStage(TextChoices):
    """Where a round is (C.5). Whether its window is open is decided by the database's clock, not by this word."""

    PREPARING = "preparing", "Being prepared"
    OPEN = "open", "Open to applications"
    SIFTING = "sifting", "Being selected"
    SIGNED_OFF = "signed_off", "Participants chosen"
    RUNNING = "running", "Running"
    PAUSED = "paused", "Paused"
    OUTCOME_DECIDED = "outcome_decided", "Outcome decided"
    PUBLISHED = "published", "Results published"
    CLOSED = "closed", "Closed"
    ABANDONED = "abandoned", "Abandoned"


class KeyDateKind(TextChoices):
    """What happens on a key date (R-114)."""

    WORKSHOP = "workshop", "Workshop"
    SIFT = "sift", "Sift"
    SIGN_OFF = "sign_off", "Sign-off"
    SUMMIT = "summit", "Summit"
    OTHER = "other", "Other"


class PanelGroup(TextChoices):
    """Whose view a panel member brings (R-160)."""

    REGULATOR = "regulator", "Regulator's staff"
    INDEPENDENT = "independent", "Independent"
    EXPERT_BY_EXPERIENCE = "expert_by_experience", "Expert by experience"


class ActivityState(TextChoices):
    """How far a planned activity of a phase is (R-116)."""

    PLANNED = "planned", "Planned"
    STARTED = "started", "Started"
    DONE = "done", "Done"


class WindowState(TextChoices):
    """What the database's clock says of a round's window."""

    NOT_YET_OPEN = "not_yet_open", "Not open yet"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
