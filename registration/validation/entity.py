"""Who applies, for which kind of service, and who signs: V-03 to V-11, V-28 and V-29."""

from collections.abc import Iterator

from sandbox_portal.questions.findings import Finding, Weight

from .facts import (
    INDIVIDUAL,
    PARTNERSHIP,
    WITH_CHARITY_NUMBER,
    WITH_COMPANY_NUMBER,
    WITH_DIRECTORS,
    Application,
    Around,
    ManagerPart,
)

ERROR, WARNING = Weight.ERROR, Weight.WARNING
FEWEST_PARTNERS = 2  # S4.1
NO_RESULT = "none"
NAME_ONE = "Name one person who answers to us for the whole organisation."
MANAGERS = "managers"  # the page where managers are asked to write their own part
ACTIVITIES = {
    "personal_care": "personal care",
    "nursing_care": "nursing care",
    "treatment": "treatment",
    "accommodation": "a place to live with personal care",
}


def about_scope(form: Application, around: Around) -> Iterator[Finding]:
    """S1.1: nobody is held up, but nobody pays for a registration they do not need."""
    if form.scope_outcome in around.exempt_outcomes:
        yield Finding(
            "S1.1",
            WARNING,
            "“Do you need to register?” said that you need not register for this",
            "You may go on. Read the result again first, and ask us if you are not sure.",
            "scope_result",
        )
    elif form.scope_outcome == NO_RESULT:
        yield Finding(
            "S1.1",
            WARNING,
            "You have saved no result of “Do you need to register?”",
            "Answer it and save the result. It takes about ten minutes, and your application is linked to it.",
            "scope_result",
        )


def about_legal_form(form: Application, around: Around) -> Iterator[Finding]:
    """V-03: the legal form decides which numbers and which people are wanted."""
    yield from _numbers(form)
    if form.legal_form == PARTNERSHIP and len(form.partners) < FEWEST_PARTNERS:
        there = "there is none yet" if not form.partners else "there is only one so far"
        yield Finding(
            "V-03",
            ERROR,
            f"A partnership has at least two partners, and {there}",
            "Add every partner, or change how you are set up.",
            "partners",
            is_missing=True,
        )
    if form.legal_form in WITH_DIRECTORS and not form.directors:
        yield _missing("V-03", "No director or trustee is named", "Add at least one.", "directors")
    if form.is_organisation and form.nominated is None:
        yield _missing("V-03", "No nominated individual is named", NAME_ONE, "nominated")
    if form.is_organisation and form.nominated_role == "none":
        yield Finding(
            "V-03",
            ERROR,
            "The nominated individual must be a director, a manager or the secretary",
            "Name somebody else, or choose what this person is in your organisation.",
            "nominated_role",
        )


def about_individual(form: Application, around: Around) -> Iterator[Finding]:
    """V-04: one person alone has no nominated individual, and needs a manager if somebody else runs it."""
    if form.legal_form != INDIVIDUAL:
        return
    if form.nominated is not None:
        yield Finding(
            "V-04",
            ERROR,
            "One person who works alone has no nominated individual",
            "Take the name out, or change how you are set up.",
            "nominated",
        )
    if form.runs_it_alone is False and not around.managers:
        yield _missing(
            "V-04",
            "You do not run the service yourself, so it needs a registered manager",
            "Ask your manager to write their part, or say that you run it yourself.",
            "in_day_to_day_charge",
            place=MANAGERS,
        )


def about_managers(form: Application, around: Around) -> Iterator[Finding]:
    """V-05, V-06 and V-11: each activity at each place has a manager, who has declared and can be written to."""
    wants_managers = form.is_organisation or form.legal_form == PARTNERSHIP
    if wants_managers and not around.managers:
        what = "No registered manager is named for your service"
        todo = "Ask your manager to write their part. It can be you."
        yield _missing("V-05", what, todo, "", place=MANAGERS)
        yield _missing("V-06", "No registered manager has sent their part", todo, "", place=MANAGERS)
        return
    if wants_managers:
        yield from _unmanaged(form, around.managers)
    for manager in around.managers:
        if not manager.is_declared:
            how_far = "finished" if manager.has_begun else "begun"
            yield _missing(
                "V-06",
                f"{manager.name} has not {how_far} their part as registered manager",
                "Only they can fill it in and declare it. Remind them.",
                "",
                place=MANAGERS,
            )
    yield from _same_address(around.managers)


def about_the_trial(form: Application, around: Around) -> Iterator[Finding]:
    """V-07 to V-09 and R-262: what a kind of service on trial asks for, and whether it is open to this organisation."""
    if form.is_on_trial and form.activities and "personal_care" not in form.activities:
        yield Finding(
            "V-07",
            ERROR,
            "An umbrella service must be registered for personal care",
            "Choose personal care too.",
            "activities",
        )
    for kind in sorted(form.service_kinds):
        yield from _open_to_us(kind, around)
    if form.is_on_trial and form.serves_children:
        yield Finding(
            "V-09",
            WARNING,
            "You chose to support children, and the trial is for adults",
            "Leave children out, unless we have agreed it with you.",
            "people_served",
        )


def about_locations(form: Application, around: Around) -> Iterator[Finding]:
    """V-10: we register in England only."""
    told = [location for location in form.locations if location.country]
    if told and all(location.country != "england" for location in told):
        yield Finding(
            "V-10",
            ERROR,
            "None of your places is in England, and we register only there",
            "Add a place in England, or ask those who register in the other country.",
            told[0].at,
        )


def about_live_application(form: Application, around: Around) -> Iterator[Finding]:
    """V-28: one application at a time."""
    if around.live:
        yield Finding(
            "V-28",
            ERROR,
            f"There is an application for the same organisation with us already: {around.live}",
            "Wait for its end, or withdraw it first. One is enough, also for several kinds of service.",
            "company_number" if form.legal_form in WITH_COMPANY_NUMBER else "registered_name",
        )


def about_signature(form: Application, around: Around) -> Iterator[Finding]:
    """V-29: whoever signs is one of the people named."""
    names = {_plain(person.name) for person in form.answering_people if person.name}
    if form.declared_name and names and _plain(form.declared_name) not in names:
        yield Finding(
            "V-29",
            ERROR,
            f"{form.declared_name} is not among the people behind it, so cannot sign",
            "Let one of them sign, or write the name just as it stands there.",
            "declaration",
        )


def _numbers(form: Application) -> Iterator[Finding]:
    if form.legal_form in WITH_COMPANY_NUMBER and not form.company_number:
        yield _missing("V-03", "Your company number is missing", "Enter it.", "company_number")
    if form.legal_form in WITH_CHARITY_NUMBER and not form.charity_number:
        yield _missing("V-03", "Your charity number is missing", "Enter it.", "charity_number")


def _unmanaged(form: Application, managers: tuple[ManagerPart, ...]) -> Iterator[Finding]:
    for location in form.locations:
        for activity in sorted(form.activities):
            if not any(location.key in each.locations and activity in each.activities for each in managers):
                name = location.name or "one of your places"
                yield _missing(
                    "V-05",
                    f"No manager has said that they manage {ACTIVITIES.get(activity, activity)} at {name}",
                    "Ask your manager to choose it in their part, or ask another manager.",
                    location.at,
                    place=MANAGERS,
                )


def _same_address(managers: tuple[ManagerPart, ...]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for manager in managers:
        other = seen.setdefault(manager.email.casefold(), manager.name) if manager.email else manager.name
        if other != manager.name:
            yield Finding(
                "V-11",
                ERROR,
                f"{other} and {manager.name} have the same email address",
                "Each manager needs an address that only they read.",
                place=MANAGERS,
            )


def _open_to_us(kind: str, around: Around) -> Iterator[Finding]:
    status, label = around.kind_status.get(kind, "standard"), around.kind_labels.get(kind, kind)
    if status == "closed":
        yield Finding(
            "V-08",
            ERROR,
            f"We take no new applications for “{label}”",
            "Choose another kind of service, or ask us.",
            "service_kinds",
        )
    elif status == "trial" and kind not in around.taking_part:
        yield Finding(
            "V-08",
            ERROR,
            f"“{label}” is on trial, and you do not take part in a round that tries it",
            "Choose another kind of service, or apply to join the next round.",
            "service_kinds",
        )


def _missing(rule: str, message: str, what_to_do: str, question: str, *, place: str = "") -> Finding:
    return Finding(rule, ERROR, message, what_to_do, question, is_missing=True, place=place)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
