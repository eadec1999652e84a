"""A registered manager's own part: V-22 and V-23, and what the trial asks of a manager (S13.8)."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from sandbox_portal.questions.findings import Finding, Weight

from .facts import Around, Job, Manager, Person

ERROR = Weight.ERROR
DAYS_WITHOUT_A_WORD = 31  # V-22
FEWEST_REFEREES = 2


def about_history(form: Manager, around: Around) -> Iterator[Finding]:
    """V-22: every gap of more than 31 days since leaving education is explained.

    The months are whole: a job ends on the last day of its month and begins on the first.
    """
    spells = sorted((job for job in form.jobs if job.began is not None), key=_began)
    reached = _last_day(form.left_education) if form.left_education else None
    for job in spells:
        assert job.began is not None
        if reached is not None and _is_gap(reached, job.began) and not job.is_explained:
            yield _gap(reached, f"{job.at}gap")
        if job.goes_on:
            return
        if job.ended is None:
            return  # its end cannot be read, and the question says so itself
        reached = max(reached or date.min, _last_day(job.ended))
    if reached is not None and form.jobs and _is_gap(reached, around.today) and not form.explains_now:
        yield _gap(reached, "gap_now")


def about_referees(form: Manager, around: Around) -> Iterator[Finding]:
    """V-23: two, from outside the family, different people, one from the last job in care or a reason."""
    if not form.referees:
        return
    if len(form.referees) < FEWEST_REFEREES:
        yield Finding(
            "V-23",
            ERROR,
            "Two people must be able to tell us about your work, and there is only one so far",
            "Add another.",
            "referees",
            is_missing=True,
        )
    if form.explains_no_care_referee is False and all(each.from_last_care is False for each in form.referees):
        yield Finding(
            "V-23",
            ERROR,
            "None of your referees is from your last job in care",
            "Add one who is, or say why you cannot.",
            "no_care_referee",
            is_missing=True,
        )
    yield from _unfit(form)


def about_oversight(form: Manager, around: Around) -> Iterator[Finding]:
    """S13.8: in a service on trial the manager says how they keep an eye on teams that run themselves (V-07)."""
    if around.trial_application and form.teams_manage_themselves is False:
        yield Finding(
            "V-07",
            ERROR,
            "In an umbrella service carers plan much of their own work",
            "Choose yes, and say how you will know what goes on.",
            "teams_manage_themselves",
        )


def about_own_signature(form: Manager, around: Around) -> Iterator[Finding]:
    """V-29: a manager signs in their own name."""
    name = form.person.name if form.person else ""
    if form.declared_name and name and _plain(form.declared_name) != _plain(name):
        yield Finding(
            "V-29",
            ERROR,
            f"Only {name} can sign this",
            "Write your name just as it stands under “About you”.",
            "declaration",
        )


def _unfit(form: Manager) -> Iterator[Finding]:
    seen: list[Person] = [form.person] if form.person else []
    for referee in form.referees:
        if referee.is_related:
            yield Finding(
                "V-23",
                ERROR,
                f"{referee.person.name or 'This referee'} is related to you",
                "Name somebody who is not.",
                f"{referee.at}related",
            )
        if any(_is_same(referee.person, other) for other in seen):
            is_self = form.person is not None and _is_same(referee.person, form.person)
            yield Finding(
                "V-23",
                ERROR,
                "You cannot be your own referee" if is_self else f"{referee.person.name} is named twice",
                "Name somebody else.",
                referee.person.at,
            )
        seen.append(referee.person)


def _is_same(one: Person, other: Person) -> bool:
    is_same_address = bool(one.email) and one.email.casefold() == other.email.casefold()
    return is_same_address or (bool(one.name) and _plain(one.name) == _plain(other.name))


def _began(job: Job) -> date:
    return job.began or date.min


def _last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def _is_gap(reached: date, begins: date) -> bool:
    return begins - reached > timedelta(days=DAYS_WITHOUT_A_WORD + 1)


def _gap(reached: date, question: str) -> Finding:
    return Finding(
        "V-22",
        ERROR,
        f"Say what you did after {reached:%B %Y}",
        "A few words are enough, such as “looked after my mother” or “looked for work”.",
        question,
        is_missing=True,
    )


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
