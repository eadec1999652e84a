"""The facts that letters of registration name, in the words in which editors are told of them."""

from sandbox_portal.documents.merging import add_field, add_list_field

TEXTS = {
    "asked_count": "how many things are asked: one thing, 3 things",
    "inspector_note": "what the inspector adds in their own words, if anything",
    "visit_on": "the day of the visit",
    "visit_time": "the time of the visit",
    "visit_place": "where the visit takes place",
    "visitors": "who comes to the visit",
    "short_notice": "known only when the visit is less than five working days ahead",
    "last_day": "the last day for representations or for an appeal",
    "agreed_on": "the day on which the applicant agreed in writing, if they did",
    "received_at": "the moment the representations reached us",
    "served_on": "the day of the notice of proposal",
    "representation_text": "what the applicant wrote",
    "change_about": "which change of a registration",
    "holds_from": "the day from which it holds",
    "service_name": "the name of the service",
    "kind_now": "the kind of the service that is on trial",
    "kind_then": "the kind the service has afterwards; empty when it needs no registration",
    "certificate_number": "the number of the certificate",
    "check_link": "the address at which anybody checks the certificate",
    "ended_on": "the day on which the registration ended",
    "outcome_in_words": "what came of the representations",
}
LISTS = {
    "asked_items": "a list: each thing that is asked, and what to do",
    "visit_plan": "a list: what the visit looks at",
    "notice_reasons": "a list: the coded reasons of a notice",
    "conditions": "a list: the conditions, each in its words",
}


def tell_fields_of_assessment() -> None:
    """Let letters name these facts; called when Django starts."""
    for name, description in TEXTS.items():
        add_field(name, description)
    for name, description in LISTS.items():
        add_list_field(name, description)
