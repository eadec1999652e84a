"""The words of an assessment and of its visits."""

from django.db.models import TextChoices


class AssessmentStage(TextChoices):
    """Where an assessment is, from the plan to its end (R-400)."""

    PLANNED = "planned", "Being planned"
    ANNOUNCED = "announced", "Announced"
    GATHERING = "gathering", "Gathering evidence"
    ON_SITE = "on_site", "On site"
    EVIDENCE_CLOSED = "evidence_closed", "Evidence closed"
    SCORING = "scoring", "Being scored"
    DRAFT_REPORT = "draft_report", "Writing the report"
    QUALITY_CHECK = "quality_check", "Report being checked"
    FACTUAL_ACCURACY = "factual_accuracy", "With the organisation, to say what is wrong"
    ANSWERING = "answering", "Answering what the organisation said"
    FINAL = "final", "Final report"
    PUBLISHED = "published", "Published"
    REVIEW_REQUESTED = "review_requested", "A review was asked for"
    REVIEW_CLOSED = "review_closed", "Review decided"
    FOLLOW_UP = "follow_up", "Being followed up"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"


# Where an assessment is, in words to those who are assessed, where ours would speak of them.
TOLD_STAGES = {
    AssessmentStage.FACTUAL_ACCURACY: "With you, to say what is wrong",
    AssessmentStage.ANSWERING: "We answer what you said",
    AssessmentStage.REVIEW_REQUESTED: "You asked for a review",
}


class AssessedAs(TextChoices):
    """What is assessed: what the register said of the service when the assessment began, or a council."""

    REGISTERED = "registered", "A registered service"
    SANDBOX = "sandbox", "Takes part in a sandbox round"
    COUNCIL = "council", "A council"


class VisitMode(TextChoices):
    """How people meet. A telephone or video call is a visit like any other (R-374)."""

    BASE = "base", "At their office, or where they work from"
    HOME = "home", "In somebody’s home"
    PHONE = "phone", "By telephone"
    VIDEO = "video", "By video"
    ELSEWHERE = "elsewhere", "Somewhere else"


# The same to those who are visited.
TOLD_MODES = {VisitMode.BASE: "At your office, or where you work from"}


class PersonKind(TextChoices):
    """Who somebody is to what is assessed; the value is the letter of their code (R-372)."""

    PERSON = "P", "Somebody who uses the service"
    FAMILY = "F", "Family or friend"
    CARER = "C", "Carer or other staff"
    LEADER = "L", "Leader or manager"
    PARTNER = "X", "Partner, such as a council or a health service"
