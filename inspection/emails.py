"""The facts that letters of inspection name, in the words in which editors are told of them."""

from sandbox_portal.documents.merging import add_field, add_list_field

TEXTS = {
    "framework_title": "the title of the framework that an assessment uses",
    "assessment_from": "the first day of an assessment",
    "assessment_until": "the last day of an assessment",
    "lead_inspector": "the name of the lead inspector",
    "subject_name": "the name of the service or council that was assessed",
    "reply_until": "the last day to say what is wrong in a draft report",
    "review_until": "the last day to ask for a review of a published report",
    "show_by": "the day by which a rating is shown to people",
    "report_link": "the address of a published report",
    "review_outcome": "what came of a request for a review of a report",
}
TEXTS_OF_IMPROVEMENT = {
    "level_title": "the level of a council, with its number",
    "level_plain": "what the level of a council means, in plain words",
    "level_because": "why a council is to be at a level",
    "review_verdict": "how an improvement plan goes",
    "review_words": "what a progress review found",
    "review_support": "what more support was arranged",
}


def tell_fields_of_inspection() -> None:
    """Let letters name these facts; called when Django starts."""
    for name, description in (TEXTS | TEXTS_OF_IMPROVEMENT).items():
        add_field(name, description)
    add_list_field("assessed_areas", "a list: the areas of a framework that an assessment looks at")
    add_list_field("accuracy_points", "a list: each point about a draft report, with its answer")
    add_list_field("plan_findings", "a list: what an improvement plan has to answer to")
    add_list_field("plan_reviews", "a list: the days on which we look at the progress of an improvement plan")
