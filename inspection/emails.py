"""The facts that letters of inspection name, in the words in which editors are told of them."""

from sandbox_portal.documents.merging import add_field, add_list_field

TEXTS = {
    "framework_title": "the title of the framework that an assessment uses",
    "assessment_from": "the first day of an assessment",
    "assessment_until": "the last day of an assessment",
    "lead_inspector": "the name of the lead inspector",
}


def tell_fields_of_inspection() -> None:
    """Let letters name these facts; called when Django starts."""
    for name, description in TEXTS.items():
        add_field(name, description)
    add_list_field("assessed_areas", "a list: the areas of a framework that an assessment looks at")
