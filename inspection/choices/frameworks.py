"""The words of frameworks: what they are for, how they are scored, categories of evidence, ratings."""

from django.db.models import IntegerChoices, TextChoices


class SubjectKind(TextChoices):
    """What is assessed by a framework (R-350)."""

    PROVIDER = "provider", "Providers of care"
    LOCAL_AUTHORITY = "local_authority", "Councils"


class FrameworkStatus(TextChoices):
    """How far a version of a framework is (R-350)."""

    DRAFT = "draft", "Draft"
    TEST = "test", "On trial"
    LIVE = "live", "In use"
    RETIRED = "retired", "No longer used"


class ScoringMode(TextChoices):
    """Where scores are given, and so how a rating comes about (R-351)."""

    EVIDENCE_CATEGORY = "evidence_category", "Each kind of evidence gets a score"
    STATEMENT_DIRECT = "statement_direct", "Each statement gets a score"
    KEY_QUESTION_JUDGEMENT = "key_question_judgement", "Each area gets a rating, without scores"


class EvidenceCategory(TextChoices):
    """The six kinds of evidence; their short codes PE SL FP OB PR OU stand in content (R-354)."""

    PEOPLE = "people", "What people say"
    STAFF = "staff", "What staff and leaders say"
    PARTNERS = "partners", "What partners say"
    OBSERVATION = "observation", "What we see"
    PROCESSES = "processes", "How things are done"
    OUTCOMES = "outcomes", "What comes of it"


class Score(IntegerChoices):
    """What a score means, the same at every level (P04)."""

    INADEQUATE = 1, "Significant shortfalls"
    REQUIRES_IMPROVEMENT = 2, "Some shortfalls"
    GOOD = 3, "A good standard"
    OUTSTANDING = 4, "An exceptional standard"


class Rating(TextChoices):
    """The four published words (R-412)."""

    INADEQUATE = "inadequate", "Inadequate"
    REQUIRES_IMPROVEMENT = "requires_improvement", "Requires improvement"
    GOOD = "good", "Good"
    OUTSTANDING = "outstanding", "Outstanding"
