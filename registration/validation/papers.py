"""Documents: V-01 and V-07 (which are wanted), V-19 and V-21 (what is so of each)."""

from collections.abc import Iterator

from sandbox_portal.questions.findings import Finding, Weight

from .facts import HOME_CARE, PUBLIC_BODIES, TRIAL, Application, Around, Record

ERROR, WARNING = Weight.ERROR, Weight.WARNING
DOCUMENTS = {
    "doc_01": "statement of purpose",
    "doc_02": "consent policy",
    "doc_03": "equality and human rights policy",
    "doc_04": "policy on how you run the service",
    "doc_05": "infection policy",
    "doc_06": "medicines policy",
    "doc_07": "recruitment policy",
    "doc_08": "safeguarding policy",
    "doc_09": "complaints policy",
    "doc_10": "business plan",
    "doc_11": "letter about your money",
    "doc_12": "insurance certificates",
    "doc_13": "agreement between person and carer",
    "doc_14": "handbook or first weeks' plan for carers",
    "doc_15": "paper on how you match and introduce people",
    "doc_16": "paper on when and how you step in",
    "doc_17": "paper on how you cover for carers who are away",
    "doc_18": "chart of who answers to whom",
}
ALWAYS = frozenset({*(f"doc_{number:02}" for number in range(2, 10)), "doc_12", "doc_18"})
OF_THE_TRIAL = frozenset(f"doc_{number}" for number in range(13, 18))


def wanted_documents(form: Application) -> frozenset[str]:
    """The documents this application calls for (F.4). What the form holds already need not be sent again."""
    wanted = set(ALWAYS)
    if not form.statement_confirmed:
        wanted.add("doc_01")
    if form.service_kinds & {HOME_CARE, TRIAL}:
        wanted.add("doc_10")
    if form.legal_form not in PUBLIC_BODIES and not form.has_viability_file:
        wanted.add("doc_11")
    return frozenset(wanted | OF_THE_TRIAL) if form.is_on_trial else frozenset(wanted)


def about_documents(form: Application, around: Around) -> Iterator[Finding]:
    """What is missing, by what it is called, and what is wrong with what is there."""
    sent = frozenset().union(*(record.covers for record in form.records))
    for code in sorted(wanted_documents(form) - sent):
        yield Finding(
            "V-07" if code in OF_THE_TRIAL else "V-01",
            ERROR,
            f"No document covers this yet: {DOCUMENTS[code]}",
            "Add it, or tick it on a document that covers it.",
            "documents",
            is_missing=True,
        )
    for record in form.records:
        yield from _about(record, around)


def _about(record: Record, around: Around) -> Iterator[Finding]:
    called = f"“{record.title}”" if record.title else "this document"
    if record.review_on is not None and record.made_on is not None and record.review_on <= record.made_on:
        yield Finding(
            "V-19",
            ERROR,
            f"The day to look at {called} again must come after the day it was written",
            "Change one of the two dates.",
            f"{record.at}review_on",
        )
    elif record.review_on is not None and record.review_on < around.today:
        yield Finding(
            "V-19",
            ERROR,
            f"The day to look at {called} again has passed",
            "Read it once more, change what is out of date, and enter the next day.",
            f"{record.at}review_on",
        )
    if record.carries_the_name is False:
        yield Finding(
            "V-21",
            ERROR,
            f"Your legal name must stand on {called}",
            "Put the name on it that you gave under “Your organisation”, and add the new file.",
            f"{record.at}named",
        )
    if record.is_whole is False:
        yield Finding(
            "V-19",
            WARNING,
            f"You said that {called} does not say everything it should",
            "You may send it, but we will ask for the rest.",
            f"{record.at}complete",
        )
