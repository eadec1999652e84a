"""The words of a report, of what an organisation says about its draft, and of a review (R-401 to R-406)."""

from django.db.models import TextChoices


class SectionKind(TextChoices):
    """The parts of a report in the order in which people read them (R-401)."""

    SUMMARY = "summary", "Summary"
    AREA = "area", "What we found"
    PEOPLE = "people", "What people said"
    STRENGTHS = "strengths", "What is done well"
    IMPROVE = "improve", "What has to get better"
    BREACHES = "breaches", "Rules that were not kept, and what must be done"
    HOW = "how", "How we came to our judgement"
    EASY_READ = "easy_read", "Easy read"


# Where the easy-read file of a report stands among the files of its case: apart, so that shared pages leave it alone.
EASY_READ_PLACE = "~easy-read"


class PointKind(TextChoices):
    """What a point about a draft is (R-402)."""

    TYPING = "typing", "A word or a number is mistyped"
    FACT = "fact", "A fact is wrong"
    OMITTED = "omitted", "Something from that time was left out"


class PointAnswer(TextChoices):
    """What came of a point."""

    ACCEPTED = "accepted", "Accepted"
    PARTLY = "partly", "Accepted in part"
    NOT_ACCEPTED = "not_accepted", "Not accepted"


class CheckKind(TextChoices):
    """Why a second person wrote something about a report; none of it is ever public."""

    RETURNED = "returned", "Sent back"
    CALIBRATION = "calibration", "Compared with other judgements"


class ReviewOutcome(TextChoices):
    """What came of a review of how the judgement was made (R-404)."""

    UPHELD = "upheld", "Upheld"
    NOT_UPHELD = "not_upheld", "Not upheld"
