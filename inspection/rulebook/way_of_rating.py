"""How ratings come about by a framework, in plain words: what stands above every trace (R-380 to R-386, R-425)."""

from .framework import FrameworkContent, Mode

HOW_SCORED: dict[Mode, str] = {
    "evidence_category": "We give each kind of evidence a score from 1 to 4, and 4 is the best. "
    "These scores make the score of a statement.",
    "statement_direct": "We read the evidence of each statement, and give it a score from 1 to 4. 4 is the best.",
    "key_question_judgement": "We read the evidence, and judge each area.",
}
HOW_AREAS_ARE_RATED = "The scores of its statements make the rating of an area."
HOW_THE_WHOLE_IS_RATED = {
    "areas": "The ratings of the areas make the rating of the whole.",
    "statements": "The scores of all statements together make the rating of the whole.",
}


def way_of_rating(framework: FrameworkContent) -> str:
    """How ratings come about by this framework, before any number of one is told."""
    is_judged = framework.scoring_mode == "key_question_judgement"
    areas = "" if is_judged else HOW_AREAS_ARE_RATED
    return " ".join(
        filter(None, (HOW_SCORED[framework.scoring_mode], areas, HOW_THE_WHOLE_IS_RATED[framework.overall]))
    )
