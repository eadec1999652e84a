"""How large, how soon: V-24 to V-26. Warnings only, because a plan is a guess."""

from collections.abc import Iterator
from datetime import timedelta

from sandbox_portal.questions.findings import Finding, Weight

from .facts import Application, Around

WARNING = Weight.WARNING
MOST_HOURS = 48  # V-24: hours a week of one carer
WEEKS_TO_DECIDE = 10  # V-26
AFTER = {"six": "6 months", "twelve": "12 months", "twenty_four": "24 months"}


def about_size(form: Application, around: Around) -> Iterator[Finding]:
    """V-24: the hours can be worked by the carers, and there is somebody to support within a year."""
    for row, size in form.sizes.items():
        if size.hours is not None and size.carers is not None and size.hours > size.carers * MOST_HOURS:
            yield Finding(
                "V-24",
                WARNING,
                f"After {AFTER.get(row, row)} each carer would work more than {MOST_HOURS} hours a week",
                "Look at the carers and the hours again.",
                "numbers",
            )
    year = form.sizes.get("twelve")
    if year is not None and year.people == 0:
        yield Finding(
            "V-24",
            WARNING,
            "You expect to support nobody after 12 months",
            "A registration nobody uses can be taken back. Look at the number again.",
            "numbers",
        )


def about_circles(form: Application, around: Around) -> Iterator[Finding]:
    """V-25: the circles can hold the carers of the plan."""
    last = form.plan.get("fourth")
    if last is None or last.carers is None or form.circles is None or form.largest_circle is None:
        return
    room = form.circles * form.largest_circle
    if last.carers > room or 0 < last.carers < form.circles:
        yield Finding(
            "V-25",
            WARNING,
            f"You plan {last.carers} carers after a year, and {form.circles} circles of at most {form.largest_circle}",
            "Look at the size of the circles and at the plan for the first year.",
            "u25_plan",
        )


def about_start(form: Application, around: Around) -> Iterator[Finding]:
    """V-26: a decision takes about ten weeks."""
    soonest = around.today + timedelta(weeks=WEEKS_TO_DECIDE)
    for activity, day in form.starts_on.items():
        if day < soonest:
            yield Finding(
                "V-26",
                WARNING,
                "You want to begin sooner than we usually decide",
                f"A decision takes about {WEEKS_TO_DECIDE} weeks. You may not begin before it.",
                f"{activity}_starts_on",
            )
