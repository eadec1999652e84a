"""The words of materials, which are made better after each trial inspection (G.8)."""

from django.db.models import TextChoices


class MaterialsStatus(TextChoices):
    """How far a version of the materials is (R-415)."""

    DRAFT = "draft", "Draft"
    IN_USE = "in_use", "In use"
    SUPERSEDED = "superseded", "Replaced by a newer version"


class RefinementOutcome(TextChoices):
    """How the record after a trial inspection ends (R-416)."""

    NEW_VERSION = "new_version", "A new version is used from now on"
    NO_CHANGE = "no_change", "No change is needed"


class CommentSays(TextChoices):
    """What somebody who was asked says of a draft (R-125, R-417)."""

    AGREE = "agree", "I agree with it"
    AGREE_WITH_COMMENTS = "agree_with_comments", "I agree, and something should be different"
    DISAGREE = "disagree", "I do not agree with it"


class Disposition(TextChoices):
    """What becomes of a comment (R-125)."""

    ACCEPTED = "accepted", "Taken up"
    PARTLY = "partly", "Taken up in part"
    NOT_ACCEPTED = "not_accepted", "Not taken up"
