"""What must be true before a step from the assessment on: each returns None, or one sentence a citizen could read."""

from sandbox_portal.casework.looks import moment_of_look
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.working_days import day_in_london

from ..choices import Outcome, RegistrationStage
from ..clocks import is_in_time
from ..models import ReadinessView, RegistrationApplication
from ..queries.assessment import (
    appeal_against,
    managers_to_assess,
    missing_key_questions,
    notice_of_decision,
    open_appeal,
    open_request,
    representation_to,
    standing_proposal,
    standing_recommendation,
    visits_of,
)


def assessment_is_complete(application: RegistrationApplication) -> str | None:
    """Key questions, managers and the provider have a view, and a visit took place (R-274 to R-276, R-284)."""
    missing = missing_key_questions(application)
    if missing:
        return f"Write your record of these key questions first: {', '.join(missing)}."
    for manager in managers_to_assess(application):
        if not manager.was_met:  # type: ignore[attr-defined]
            return f"Write down the interview with {manager.name} first."
        if not hasattr(manager, "fitness_view"):
            return f"Say whether {manager.name} is fit first."
    if not ReadinessView.objects.filter(application=application).exists():
        return "Say whether the provider is ready first."
    visits = visits_of(application)
    if not any(visit.done_at for visit in visits):
        return "Carry out the visit first, in person or remotely, and write down what you found."
    if any(visit.is_planned for visit in visits):
        return "A visit is still planned. Write down what you found, or cancel it."
    return None


def a_request_is_open(application: RegistrationApplication) -> str | None:
    """There is a request for information to be answered."""
    return None if open_request(application) else "Nothing is asked any more, so there is nothing to send."


def request_is_overdue(application: RegistrationApplication) -> str | None:
    """The day for the answer has passed (timer I)."""
    request = open_request(application)
    if request is None:
        return "Nothing is asked, so there is no answer to miss."
    if is_in_time(moment_of_look(), last_day=request.last_day):
        return f"They can still answer until the end of {day_in_words(request.last_day)}."
    return None


def a_recommendation_stands(application: RegistrationApplication) -> str | None:
    return None if standing_recommendation(application) else "There is no recommendation to decide on."


def recommended_as_applied(application: RegistrationApplication) -> str | None:
    """Only what was applied for, or agreed in writing, is granted without a proposal (R-272)."""
    recommendation = standing_recommendation(application)
    if recommendation is None:
        return "There is no recommendation to decide on."
    if recommendation.outcome == Outcome.REFUSE:
        return "The inspector recommends a refusal. Propose it, or send the recommendation back."
    if any(not condition.is_agreed for condition in recommendation.conditions.all()):
        return "The applicant has not agreed to every condition, so a notice of proposal comes first."
    return None


def a_proposal_can_be_answered(application: RegistrationApplication) -> str | None:
    """There is a proposal, and nothing was said to it yet."""
    proposal = standing_proposal(application)
    if proposal is None:
        return "There is no notice of proposal to answer."
    return "You have answered this notice already." if representation_to(proposal) else None


def window_for_representations_is_open(application: RegistrationApplication) -> str | None:
    """Within 28 days of the notice, or within the time that was accepted late (timer R, R-273)."""
    refusal = a_proposal_can_be_answered(application)
    proposal = standing_proposal(application)
    if refusal or proposal is None:
        return refusal
    last = proposal.open_until
    if last is None or not is_in_time(moment_of_look(), last_day=last):
        return (
            f"The last day was {day_in_words(last or day_in_london(proposal.served_at))}. "
            "If you have a good reason for being late, write to us in your messages and say so."
        )
    return None


def window_for_representations_has_ended(application: RegistrationApplication) -> str | None:
    """Nobody decides on a proposal before its 28 days are over, unless the applicant has answered (timer R)."""
    proposal = standing_proposal(application)
    if proposal is None:
        return "There is no notice of proposal to decide on."
    last = proposal.open_until
    if representation_to(proposal) is None and last and is_in_time(moment_of_look(), last_day=last):
        return f"The applicant can answer until the end of {day_in_words(last)}."
    return None


def the_window_is_over(application: RegistrationApplication) -> str | None:
    """Late representations are accepted only once the last day has passed."""
    refusal = a_proposal_can_be_answered(application)
    proposal = standing_proposal(application)
    if refusal or proposal is None:
        return refusal
    last = proposal.open_until
    if last and is_in_time(moment_of_look(), last_day=last):
        return f"The applicant is still in time until the end of {day_in_words(last)}."
    return None


def a_refusal_was_proposed(application: RegistrationApplication) -> str | None:
    """A refusal is only decided when a refusal was proposed (R-272)."""
    proposal = standing_proposal(application)
    if proposal is None or proposal.outcome != Outcome.REFUSE:
        return "A refusal was not proposed, so it cannot be decided."
    return None


def nothing_worse_was_proposed(application: RegistrationApplication) -> str | None:
    """Conditions are decided after they were proposed, or instead of a refusal that is adopted in part."""
    proposal = standing_proposal(application)
    if proposal is None:
        return "There is no notice of proposal to decide on."
    if proposal.outcome == Outcome.REFUSE and application.case.stage != RegistrationStage.REPRESENTATIONS:
        return "Only after representations can conditions take the place of a refusal."
    return None


def window_for_appeal_is_open(application: RegistrationApplication) -> str | None:
    """Within 28 days of the notice of decision (timer T)."""
    decided = notice_of_decision(application)
    if decided is None or decided.last_day is None:
        return "There is no notice of decision to appeal against."
    if not is_in_time(moment_of_look(), last_day=decided.last_day):
        return f"The last day to appeal was {day_in_words(decided.last_day)}. Only the tribunal can give more time."
    return None


def conditions_can_be_appealed(application: RegistrationApplication) -> str | None:
    """A service that was registered with conditions may still say to the tribunal that they are wrong (EX-F11)."""
    decided = notice_of_decision(application)
    if decided is None or decided.outcome != Outcome.CONDITIONS:
        return "This service was not registered with conditions, so there is nothing to appeal against."
    if appeal_against(decided) is not None:
        return "An appeal against this decision has been recorded already."
    return None


def an_appeal_is_open(application: RegistrationApplication) -> str | None:
    """Something comes of an appeal once, and only of one that was made."""
    return None if open_appeal(application) else "There is no appeal that has not ended."


def window_for_appeal_has_ended(application: RegistrationApplication) -> str | None:
    """A refusal is final when its 28 days are over (timer T)."""
    decided = notice_of_decision(application)
    if decided is None or decided.last_day is None:
        return "There is no notice of decision."
    if is_in_time(moment_of_look(), last_day=decided.last_day):
        return f"An appeal can be made until the end of {day_in_words(decided.last_day)}."
    return None
