"""The whole form of “Riverside Circles”: the questions and the rules together, and bad input of every sort."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from registration.validation import validate, validate_manager
from registration.validation.building import application_from, manager_from
from registration.validation.facts import Around, ManagerPart
from registration.validation.purpose import five_items
from sandbox_portal.questions.crosschecks import problems_of, unfolded
from sandbox_portal.questions.engine import Choice, Given, asked
from sandbox_portal.questions.progress import progress
from sandbox_portal.questions.reading import read_question_set
from tests.registration.whole_forms import FILES, HELD, whole_application, whole_manager

CONTENT = Path(__file__).parents[2] / "content"
TODAY = date(2026, 5, 4)
LISTS = {"scope_results": (Choice(HELD, "You are likely to need to register"),)}
PLACES = {"provider_locations": (Choice("weir", "Riverside Circles"),)}
MANAGER = ManagerPart(
    "Ann Hollis", "ann@riverside-circles.example", True, frozenset({"personal_care"}), frozenset({"weir"})
)
AROUND = Around(
    TODAY,
    kind_status={"umbrella_body": "trial"},
    taking_part=frozenset({"umbrella_body"}),
    managers=(MANAGER,),
    serves_adults=True,
    trial_application=True,
)


@cache
def form(name):
    return read_question_set(CONTENT / "question_sets" / f"{name}-1.yaml", root=CONTENT)[1]


def faults(answers, *, name="registration-application", choices=LISTS, files=FILES):
    """Everything the questions themselves say: the question, and what is wrong."""
    given = Given(choices, files, TODAY)
    document = unfolded(form(name), answers, given)
    parts = progress(document, answers, given)
    return [(fault.question.key, str(fault.wrong)) for part in parts for fault in part.problems]


def found(answers, around=AROUND):
    return [(each.rule, each.question) for each in validate(application_from(answers, FILES), around)]


def test_the_whole_form_of_a_small_umbrella_service_can_be_sent():
    answers = whole_application(TODAY)

    assert faults(answers) == []
    assert found(answers) == []


def test_the_whole_part_of_its_manager_can_be_declared():
    answers = whole_manager(TODAY)

    assert faults(answers, name="registration-manager", choices=PLACES) == []
    assert validate_manager(manager_from(answers), AROUND) == ()


def test_the_whole_form_asks_at_least_120_questions():
    document = unfolded(form("registration-application"), whole_application(TODAY), Given(LISTS, FILES, TODAY))

    assert len(asked(document, whole_application(TODAY))) >= 120


def test_it_asks_every_question_about_shared_care_at_home_from_u1_to_u26():
    numbered = {int(key[1:].split("_")[0]) for key in form("registration-application").questions if key[1:2].isdigit()}

    assert sorted(numbered) == list(range(1, 27))


def test_its_statement_of_purpose_holds_all_five_items():
    items = five_items(application_from(whole_application(TODAY), FILES), AROUND)

    assert [item.is_there for item in items] == [True] * 5


@pytest.mark.parametrize("number", ["1234567", "ABC12345", "0987654X", "123456789", "OC12345"])
def test_a_company_number_of_the_wrong_form_is_told_at_its_question(number):
    assert faults(whole_application(TODAY, company_number=number)) == [("company_number", "not_a_company_number")]


@pytest.mark.parametrize("number", ["OC123456", "sc 123456", "01234567"])
def test_a_company_number_of_the_right_form_is_taken_however_it_is_typed(number):
    assert faults(whole_application(TODAY, company_number=number)) == []


def test_a_criminal_record_check_dated_in_the_future_is_refused():
    assert faults(whole_application(TODAY, nominated_dbs_on=["5", "5", "2026"])) == [("nominated_dbs_on", "too_late")]
    assert faults(whole_manager(TODAY, dbs_on=["5", "5", "2026"]), name="registration-manager", choices=PLACES) == [
        ("dbs_on", "too_late")
    ]


def test_a_gap_in_the_managers_working_life_that_nobody_explains_is_told_where_it_is():
    answers = whole_manager(TODAY, **{"jobs--care--began": ["6", "2014"]})

    assert [(e.rule, e.question) for e in validate_manager(manager_from(answers), AROUND)] == [
        ("V-22", "jobs--care--gap")
    ]
    answers["jobs--care--gap"] = "Looked after my mother"
    assert validate_manager(manager_from(answers), AROUND) == ()


@pytest.mark.parametrize(("mine", "total"), [("60", 95), ("70", 105)])
def test_shares_that_do_not_add_up_to_100_are_told_with_their_sum(mine, total):
    shares = {"1__name": "Ann", "1__share": mine, "2__name": "Jo", "2__share": "35"}
    answers = whole_manager(TODAY, shared="yes", shares=shares)
    given = Given(PLACES, {}, TODAY)
    document = unfolded(form("registration-manager"), answers, given)

    failure = problems_of(document, answers, given)["shares"]

    assert int(failure.values["1"]) == total
    assert faults(answers, name="registration-manager", choices=PLACES) == [("shares", "check")]
    assert (
        faults(
            whole_manager(TODAY, shared="yes", shares=shares | {"1__share": "65"}),
            name="registration-manager",
            choices=PLACES,
        )
        == []
    )


def test_one_person_alone_is_asked_nothing_about_boards_and_companies():
    alone = whole_application(TODAY, legal_form={"chosen": "individual"})
    document = unfolded(form("registration-application"), alone, Given(LISTS, FILES, TODAY))
    keys = {question.key for question in asked(document, alone)}

    assert {"provider_person", "in_day_to_day_charge", "own_dbs_kind"} <= keys
    assert not {key for key in keys if key.startswith(("director", "nominated", "partner", "company", "has_parent"))}


def test_somebody_who_applies_for_care_at_home_is_not_asked_about_circles():
    agency = whole_application(TODAY, service_kinds=["home_care"])
    document = unfolded(form("registration-application"), agency, Given(LISTS, FILES, TODAY))

    assert [q.key for q in asked(document, agency) if q.key.startswith("u") and q.key[1].isdigit()] == []
