"""The words of a council's journey and of improvement plans (G.9)."""

from django.db.models import IntegerChoices, TextChoices


class Level(IntegerChoices):
    """How closely a council is watched on its way to better care (R-420)."""

    SELF_LED = 0, "Leads its own improvement"
    PLAN = 1, "Has an improvement plan and extra support"
    OVERSIGHT = 2, "Leads, with more oversight"
    NOT_IMPROVED = 3, "Has not improved in the agreed time"
    INTERVENTION = 4, "Is under statutory intervention"


class PlanStage(TextChoices):
    """Where an improvement plan is, from its first draft to its sign-off (R-421)."""

    DRAFTING = "drafting", "Being written"
    CHECKING = "checking", "With us to be read"
    UNDER_WAY = "under_way", "Under way"
    SIGNED_OFF = "signed_off", "Signed off"
    ENDED = "ended", "Ended without sign-off"


class FindingKind(TextChoices):
    """What a plan has to answer to."""

    AREA = "area", "An area that has to get better"
    STATEMENT = "statement", "A statement that has to get better"
    REQUIRED = "required", "An action that is required"
    OWN = "own", "Something the organisation wants to get better itself"


class ActionStatus(TextChoices):
    """How far an action is."""

    NOT_STARTED = "not_started", "Not started"
    UNDER_WAY = "under_way", "Under way"
    DONE = "done", "Done"
    DROPPED = "dropped", "No longer planned"


OVER = frozenset({ActionStatus.DONE, ActionStatus.DROPPED})


class Verdict(TextChoices):
    """What a progress review found."""

    ON_TRACK = "on_track", "Going as planned"
    BEHIND = "behind", "Behind the plan"
    NOT_ENOUGH = "not_enough", "Not enough has got better"
