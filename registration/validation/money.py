"""Money and insurance: V-15 to V-18."""

from collections.abc import Iterator
from decimal import Decimal

from sandbox_portal.questions.findings import Finding, Weight

from .facts import PUBLIC_BODIES, Application, Around, Policy
from .said import is_older

ERROR, WARNING = Weight.ERROR, Weight.WARNING
LEAST_FOR_EMPLOYERS = Decimal(5_000_000)  # S5.4
FRESH_FOR = 12  # S5.1: months
MONTHS_OF_FORECAST = 24  # V-18
KINDS = {"public": "public liability", "professional": "professional indemnity"}


def about_insurance(form: Application, around: Around) -> Iterator[Finding]:
    """V-15 and V-16, and V-01 for the two kinds everybody needs."""
    if form.policies:
        for kind, words in KINDS.items():
            if not any(policy.kind == kind for policy in form.policies):
                yield Finding(
                    "V-01",
                    ERROR,
                    f"Your {words} insurance is missing",
                    "Add it. If one policy holds both kinds, add it once for each.",
                    "insurance",
                    is_missing=True,
                )
    yield from _employers(form)
    for policy in form.policies:
        yield from _ends_too_soon(policy, form)


def about_viability(form: Application, around: Around) -> Iterator[Finding]:
    """V-17: somebody who knows about money signed it not long ago, and is nobody's relative."""
    if form.legal_form in PUBLIC_BODIES or not form.viability_signer:
        return
    if not form.viability_body or not form.viability_number:
        key = "viability_number" if form.viability_body else "viability_body"
        what = "their number" if form.viability_body else "their professional body"
        yield Finding(
            "V-17",
            ERROR,
            f"Say who signed the letter about your money with {what}",
            "It stands under the signature. Ask whoever signed.",
            key,
            is_missing=True,
        )
    if form.viability_on is not None and is_older(form.viability_on, FRESH_FOR, around.today):
        yield Finding(
            "V-17",
            ERROR,
            "The letter about your money is more than 12 months old",
            "Ask for a new one.",
            "viability_on",
        )
    yield from _signer(form)


def about_forecast(form: Application, around: Around) -> Iterator[Finding]:
    """V-18: the figures reach to the end of the second year."""
    if form.forecast_months is not None and form.forecast_months < MONTHS_OF_FORECAST:
        yield Finding(
            "V-18",
            ERROR,
            f"Your figures cover {form.forecast_months} months, and we need {MONTHS_OF_FORECAST}",
            "Add the months that are missing. Guesses are fine.",
            "forecast_months",
        )


def _employers(form: Application) -> Iterator[Finding]:
    """V-16: whoever employs anybody has employers' liability of at least £5,000,000 (EX-F2)."""
    if not form.employs and not form.employs_carers:
        return
    mine = [policy for policy in form.policies if policy.kind == "employers"]
    if not mine:
        yield Finding(
            "V-16",
            ERROR,
            "You employ somebody, so you need employers' liability insurance",
            "Add it, with at least £5,000,000.",
            "insurance",
            is_missing=True,
        )
    elif all(policy.amount is not None and policy.amount < LEAST_FOR_EMPLOYERS for policy in mine):
        yield Finding(
            "V-16",
            ERROR,
            "Your employers' liability insurance must be at least £5,000,000",
            "Ask your insurer for more, or look at the amount again.",
            f"{mine[0].at}amount",
        )


def _ends_too_soon(policy: Policy, form: Application) -> Iterator[Finding]:
    first = form.first_day
    if policy.ends_on is not None and first is not None and policy.ends_on <= first:
        yield Finding(
            "V-15",
            ERROR,
            "This insurance ends before you begin to give care",
            "Enter one that runs on, or ask your insurer when it is renewed.",
            f"{policy.at}ends_on",
        )


def _signer(form: Application) -> Iterator[Finding]:
    name = form.viability_signer.casefold().split()
    people = [person for person in form.answering_people if person.name]
    is_one_of_them = any(person.name.casefold().split() == name for person in people)
    if is_one_of_them or form.viability_related:
        who = "is one of the people behind the service" if is_one_of_them else "is a relative or friend"
        yield Finding(
            "V-17",
            ERROR,
            f"Whoever signed the letter about your money {who}",
            "Ask somebody from outside to look at your figures and sign.",
            "viability_signer" if is_one_of_them else "viability_related",
        )
    elif name and any(person.family_name.casefold().split()[-1:] == name[-1:] for person in people):
        yield Finding(
            "V-17",
            WARNING,
            f"{form.viability_signer} has the same last name as one of you",
            "You may send it if they are not a relative. We may ask.",
            "viability_signer",
        )
