"""Every answer of an application, as an organisation of the story would type them."""

from programme.models import Round
from sandbox_portal.people.models import Organisation

from .story import Applicant


def answers_for(applicant: Applicant, organisation: Organisation, round_: Round) -> dict[str, object]:
    """Raw answers to the whole question set, by question."""
    now, planned = applicant.carers
    comes = applicant.sheet.get("2a", 1) == 1
    dates = {each.code: {"coming": True, "who": "Alex Rivers"} for each in round_.key_dates.all()}
    answers: dict[str, object] = {
        "organisation_name": organisation.name,
        "legal_form": organisation.legal_form,
        "company_number": organisation.company_number or "01234567",
        "charity_number": "",
        "registered_provider": "no",
        "short_description": applicant.describe,
        "works_in_england": "yes",
        "work_now": applicant.describe,
        "places": organisation.town or "Exampleton",
        "describes_you": list(applicant.kinds),
        "umbrella_stage": applicant.stage,
        "umbrella_description": applicant.describe,
        "carers_now": str(now),
        "carers_planned": str(planned),
        "working_arrangements": list(applicant.arrangements),
        "business_model": applicant.model,
        "digital_functions": list(applicant.digital),
        "digital_description": "We use a shared phone and a simple app that keeps the plan of the week.",
        "key_dates": {"dates": dates} if comes else {"none": True},
        "work_programme": "Two of us will come to each workshop, answer both requests and welcome the visit.",
        "understanding": "A sandbox is a place to try out rules together. It gives no licence and no promise of one.",
        "statement_of_intent": applicant.aim,
        "carers_involved": applicant.governance,
        "choice_and_control": applicant.control,
        "has_links": "no",
        "consent_to_publish": "yes",
        "answers_are_true": "yes",
    }
    return answers if round_.question_set_version == 1 else {**answers, **_asked_since(applicant, organisation)}


def _asked_since(applicant: Applicant, organisation: Organisation) -> dict[str, object]:
    """What the second version of the application asks as well, and what it asks in another way."""
    now, _planned = applicant.carers
    kinds = list(applicant.kinds)
    return {
        "lead": {
            "given_names": "Alex",
            "family_name": "Rivers",
            "role": "Coordinator",
            "email": "alex.rivers@example.org",
            "telephone": "01632 960 100",
        },
        "areas": ["south_west"],
        "describes_you": {"chosen": kinds, "words": {"other": "A neighbourhood group"} if "other" in kinds else {}},
        "people_now": f"about {3 * now}",
        "partners": ["p1tr", "p2ch"],
        "partners--p1tr--name": "The Open College of Exampleton",
        "partners--p1tr--part": "It trains our carers and gives them their certificates.",
        "partners--p2ch--name": "Neighbours in Touch",
        "partners--p2ch--part": "They know who would like a visit, and bring people together.",
        "hour_charge": "22.50",
        "hour_pay": "£17",
    }
