"""From the answers of the two forms to the facts the rules look at. What the questions are called stands here."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sandbox_portal.questions import raw as read

from .facts import Application, Job, Location, Manager, Person, Policy, Record, RecordCheck, Referee, Size
from .said import Said, plain

LINES = ("line_1", "line_2", "town", "postcode")
WORDS = {"yes": True, "no": False}


def application_from(answers: Mapping[str, Any], files: Mapping[str, int]) -> Application:
    """The organisation's part. `answers` are those of the questions asked; `files` counts files by question."""
    said = Said(answers)
    return Application(
        scope_outcome=said.choice("scope_result"),
        service_kinds=said.choices("service_kinds"),
        takes_part=WORDS.get(said.choice("takes_part")),
        legal_form=said.choice("legal_form"),
        registered_name=said.text("registered_name"),
        company_number=said.text("company_number"),
        charity_number=said.text("charity_number"),
        address=_address(said, "address"),
        email=said.text("office_email"),
        telephone=said.text("office_phone"),
        runs_it_alone=WORDS.get(said.choice("in_day_to_day_charge")),
        person=_person(said, "provider_person", "own_"),
        partners=tuple(_member(said, at) for at, _ in said.items("partners")),
        directors=tuple(_member(said, at) for at, _ in said.items("directors")),
        nominated=_person(said, "nominated", "nominated_"),
        nominated_role=said.choice("nominated_role"),
        **_money(said, files),
        activities=said.choices("activities"),
        starts_on=_starts(said),
        locations=tuple(_location(said, at) for at, _ in said.items("locations")),
        people_served=said.choices("people_served"),
        sizes=_sizes(said, "numbers", ("six", "twelve", "twenty_four")),
        plan=_sizes(said, "u25_plan", ("first", "second", "third", "fourth")),
        largest_circle=said.number("u12_size"),
        circles=said.number("u12_count"),
        aims=said.text("aims"),
        kinds_and_needs=said.text("kinds_and_needs"),
        statement_confirmed=said.is_ticked("statement_confirmed"),
        records=tuple(_record(said, at) for at, _ in said.items("documents")),
        declared_name=plain(said.part("declaration", "name")),
        words=_word_counts(answers),
        texts=_texts(answers),
    )


def manager_from(answers: Mapping[str, Any]) -> Manager:
    """A manager's own part."""
    said = Said(answers)
    return Manager(
        person=_person(said, "manager", ""),
        left_education=said.month("left_education"),
        jobs=tuple(_job(said, at) for at, _ in said.items("jobs")),
        explains_now=bool(said.text("gap_now")),
        referees=tuple(_referee(said, at) for at, _ in said.items("referees")),
        explains_no_care_referee=bool(said.text("no_care_referee")),
        teams_manage_themselves=WORDS.get(said.choice("teams_manage_themselves")),
        declared_name=plain(said.part("declaration", "name")),
        words=_word_counts(answers),
        texts=_texts(answers),
    )


def _money(said: Said, files: Mapping[str, int]) -> dict[str, Any]:
    cells = [said.part("forecast", f"{row}__{column}") for row in ("first", "second") for column in ("income", "costs")]
    is_table = said.choice("forecast_how") == "table" and all(read.money(cell) is not None for cell in cells)
    return {
        "has_viability_file": files.get("viability_file", 0) > 0,
        "viability_signer": said.text("viability_signer"),
        "viability_body": said.text("viability_body"),
        "viability_number": said.text("viability_number"),
        "viability_on": said.day("viability_on"),
        "viability_related": WORDS.get(said.choice("viability_related")),
        "forecast_months": 24 if is_table else said.number("forecast_months"),
        "employs": WORDS.get(said.choice("employs")),
        "employs_carers": "we_employ" in said.choices("u8_who"),
        "policies": tuple(_policy(said, at) for at, _ in said.items("insurance")),
    }


def _check(said: Said, at: str) -> RecordCheck | None:
    found = RecordCheck(
        kind=said.choice(f"{at}dbs_kind"),
        number=said.text(f"{at}dbs_number"),
        made_on=said.day(f"{at}dbs_on"),
        lists=said.choices(f"{at}dbs_lists"),
        at=at,
    )
    return found if found != RecordCheck(at=at) else None


def _person(said: Said, key: str, check_at: str) -> Person | None:
    parts = ("given_names", "family_name", "email", "telephone")
    values = {part: plain(said.part(key, part)) for part in parts}
    return Person(**values, check=_check(said, check_at), at=key) if any(values.values()) else None


def _member(said: Said, at: str) -> Person:
    return _person(said, f"{at}who", at) or Person(check=_check(said, at), at=f"{at}who")


def _address(said: Said, key: str) -> str:
    return ", ".join(line for part in LINES if (line := plain(said.part(key, part))))


def _location(said: Said, at: str) -> Location:
    return Location(
        key=at.split("--")[1],
        name=said.text(f"{at}name"),
        country=plain(said.part(f"{at}where", "country")),
        address=_address(said, f"{at}where"),
        telephone=said.text(f"{at}phone"),
        is_home=said.choice(f"{at}is_home") == "yes",
        at=f"{at}where",
    )


def _policy(said: Said, at: str) -> Policy:
    amount, begins, ends = said.pounds(f"{at}amount"), said.day(f"{at}starts_on"), said.day(f"{at}ends_on")
    return Policy(kind=said.choice(f"{at}kind"), amount=amount, starts_on=begins, ends_on=ends, at=at)


def _record(said: Said, at: str) -> Record:
    return Record(
        covers=said.choices(f"{at}covers"),
        title=said.text(f"{at}title"),
        carries_the_name=WORDS.get(said.choice(f"{at}named")),
        is_whole=WORDS.get(said.choice(f"{at}complete")),
        made_on=said.day(f"{at}made_on"),
        review_on=said.day(f"{at}review_on"),
        at=at,
    )


def _starts(said: Said) -> dict[str, date]:
    days = {each: said.day(f"{each}_starts_on") for each in sorted(said.choices("activities"))}
    return {each: day for each, day in days.items() if day is not None}


def _sizes(said: Said, table: str, rows: Iterable[str]) -> dict[str, Size]:
    columns = ("people", "carers", "hours")
    return {row: Size(**{column: said.cell(table, row, column) for column in columns}) for row in rows}


def _job(said: Said, at: str) -> Job:
    return Job(
        began=said.month(f"{at}began"),
        ended=said.month(f"{at}ended"),
        goes_on=not said.is_answered(f"{at}ended") or not any(read.month_boxes(said.raw(f"{at}ended"))),
        is_explained=bool(said.text(f"{at}gap")),
        at=at,
    )


def _referee(said: Said, at: str) -> Referee:
    return Referee(
        person=_person(said, f"{at}who", at) or Person(at=f"{at}who"),
        from_last_care=WORDS.get(said.choice(f"{at}last_care")),
        is_related=WORDS.get(said.choice(f"{at}related")),
        at=at,
    )


def _texts(answers: Mapping[str, Any]) -> dict[str, str]:
    """Everything written in words, by question: what stands beside a choice too."""
    found = {key: plain(raw) or " ".join(read.words_beside(raw).values()) for key, raw in answers.items()}
    return {key: text for key, text in found.items() if text}


def _word_counts(answers: Mapping[str, Any]) -> dict[str, int]:
    return {key: read.words_in(text) for key, text in _texts(answers).items()}
