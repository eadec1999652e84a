"""Every rule of F.5 that looks at several answers, the worked examples, and bad input. No database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from registration.validation import validate, validate_manager
from registration.validation.facts import (
    Application,
    Around,
    Job,
    Location,
    Manager,
    ManagerPart,
    Person,
    Policy,
    Record,
    RecordCheck,
    Referee,
    Size,
)
from registration.validation.papers import DOCUMENTS, wanted_documents
from registration.validation.privacy import personal_data_in
from sandbox_portal.people.health_numbers import is_health_number

TODAY = date(2020, 1, 6)
CHECK = RecordCheck("countersigned", "001234567890", date(2019, 6, 1), frozenset({"adults"}))
HOME = Location("abcd", "Mill Lane", "england", "1 Mill Lane, Bath, BA1 1AA", at="locations--abcd--where")
SAM = Person("Sam", "Field", "sam@riverside.example", check=replace(CHECK, at="own_"), at="provider_person")
AMINA = Person("Amina", "Rook", check=replace(CHECK, at="directors--aaaa--"), at="directors--aaaa--who")
JO = Person("Jo", "Larch", check=replace(CHECK, at="nominated_"), at="nominated")
DAYS = {"starts_on": date(2019, 11, 1), "ends_on": date(2021, 11, 1)}
INSURED = tuple(
    Policy(kind, Decimal(10_000_000), **DAYS, at=f"insurance--{kind[:4]}--")
    for kind in ("employers", "public", "professional")
)
PAPERS = Record(
    covers=frozenset(DOCUMENTS),
    title="Handbook",
    carries_the_name=True,
    is_whole=True,
    made_on=date(2019, 10, 1),
    review_on=date(2020, 10, 1),
    at="documents--dddd--",
)
COMPANY = Application(
    scope_outcome="REGISTER_UMBRELLA",
    service_kinds=frozenset({"umbrella_body"}),
    takes_part=True,
    legal_form="company",
    registered_name="Riverside Circles Limited",
    company_number="01234567",
    address="1 Mill Lane, Bath, BA1 1AA",
    email="office@riverside.example",
    telephone="01225 000000",
    directors=(AMINA,),
    nominated=JO,
    nominated_role="manager",
    has_viability_file=True,
    viability_signer="Pat Abacus",
    viability_body="Chartered accountants",
    viability_number="12345",
    viability_on=date(2019, 12, 1),
    viability_related=False,
    forecast_months=24,
    employs=True,
    policies=INSURED,
    activities=frozenset({"personal_care"}),
    starts_on={"personal_care": date(2020, 6, 1)},
    locations=(HOME,),
    people_served=frozenset({"older"}),
    sizes={"six": Size(5, 4, 60), "twelve": Size(12, 9, 150), "twenty_four": Size(20, 14, 300)},
    plan={"fourth": Size(12, 9, 150)},
    largest_circle=6,
    circles=2,
    aims="To let people grow old at home.",
    kinds_and_needs="Help to wash, dress and go out.",
    statement_confirmed=True,
    records=(PAPERS,),
    declared_name="Amina Rook",
)
ALONE = replace(
    COMPANY,
    legal_form="individual",
    company_number="",
    person=SAM,
    runs_it_alone=True,
    directors=(),
    nominated=None,
    nominated_role="",
    declared_name="Sam Field",
)
MANAGER = ManagerPart(
    "Jo Larch", "jo@riverside.example", True, frozenset({"personal_care"}), frozenset({"abcd"}), "07700 900000"
)
AROUND = Around(
    TODAY,
    kind_status={"umbrella_body": "trial", "home_care": "standard"},
    kind_labels={"umbrella_body": "Umbrella body", "home_care": "Care at home"},
    taking_part=frozenset({"umbrella_body"}),
    exempt_outcomes=frozenset({"EXEMPT_PA"}),
    managers=(MANAGER,),
)
NO_MANAGER = replace(AROUND, managers=())


def found(form=COMPANY, around=AROUND, **changes):
    """Rule, weight and question of everything found."""
    return [(each.rule, str(each.weight), each.question) for each in validate(replace(form, **changes), around)]


def test_a_whole_application_of_a_company_has_nothing_against_it():
    assert validate(COMPANY, AROUND) == ()


@pytest.mark.parametrize(
    ("made_on", "expected"),
    [(date(2019, 1, 6), []), (date(2019, 1, 5), [("V-12", "error", "dbs_on")])],
)
def test_a_managers_check_may_be_as_old_as_one_year_to_the_day(made_on, expected):
    """EX-F1."""
    person = replace(SAM, check=replace(CHECK, made_on=made_on, at=""))

    assert [(e.rule, str(e.weight), e.question) for e in validate_manager(Manager(person=person), AROUND)] == expected


@pytest.mark.parametrize(
    ("employs", "employs_carers", "expected"),
    [
        (False, False, []),
        (True, False, [("V-16", "error", "insurance")]),
        (False, True, [("V-16", "error", "insurance")]),
    ],
)
def test_employers_liability_is_wanted_as_soon_as_one_coordinator_is_employed(employs, employs_carers, expected):
    """EX-F2."""
    assert found(employs=employs, employs_carers=employs_carers, policies=INSURED[1:]) == expected


def test_a_partnership_with_one_partner_is_told_that_there_must_be_two():
    """EX-F3."""
    partner = replace(SAM, at="partners--pppp--who")
    form = replace(COMPANY, legal_form="partnership", directors=(), nominated=None, nominated_role="")

    assert found(form, partners=(partner,), declared_name="Sam Field") == [("V-03", "error", "partners")]


def test_a_sole_trader_in_day_to_day_charge_needs_no_manager():
    """EX-F4."""
    assert validate(ALONE, NO_MANAGER) == ()


def test_a_sole_trader_who_does_not_run_the_service_needs_a_manager():
    assert found(ALONE, NO_MANAGER, runs_it_alone=False, statement_confirmed=False, records=())[:1] == [
        ("V-04", "error", "in_day_to_day_charge")
    ]


def test_a_company_without_a_managers_part_fails_twice():
    """EX-F5; the statement of purpose lacks the manager as well."""
    assert found(COMPANY, NO_MANAGER) == [("V-05", "error", ""), ("V-06", "error", ""), ("V-20", "error", "")]


RULES = [
    ({"scope_outcome": "EXEMPT_PA"}, ("S1.1", "warning", "scope_result")),
    ({"scope_outcome": "none"}, ("S1.1", "warning", "scope_result")),
    ({"company_number": ""}, ("V-03", "error", "company_number")),
    ({"nominated_role": "none"}, ("V-03", "error", "nominated_role")),
    ({"activities": frozenset({"nursing_care"})}, ("V-07", "error", "activities")),
    ({"people_served": frozenset({"older", "children"})}, ("V-09", "warning", "people_served")),
    ({"locations": (replace(HOME, country="wales"),)}, ("V-10", "error", "locations--abcd--where")),
    ({"viability_on": date(2019, 1, 5)}, ("V-17", "error", "viability_on")),
    ({"viability_related": True}, ("V-17", "error", "viability_related")),
    ({"viability_signer": "amina  rook"}, ("V-17", "error", "viability_signer")),
    ({"viability_signer": "Pat Rook"}, ("V-17", "warning", "viability_signer")),
    ({"viability_number": ""}, ("V-17", "error", "viability_number")),
    ({"forecast_months": 12}, ("V-18", "error", "forecast_months")),
    ({"sizes": {"six": Size(5, 1, 49)}}, ("V-24", "warning", "numbers")),
    ({"sizes": {"twelve": Size(0, 1, 0)}}, ("V-24", "warning", "numbers")),
    ({"plan": {"fourth": Size(12, 13, 150)}}, ("V-25", "warning", "u25_plan")),
    ({"starts_on": {"personal_care": date(2020, 3, 15)}}, ("V-26", "warning", "personal_care_starts_on")),
    ({"aims": ""}, ("V-20", "error", "aims")),
    ({"declared_name": "Somebody Else"}, ("V-29", "error", "declaration")),
    ({"texts": {"safe": "Ring 9434765919 if she falls"}}, ("V-27", "warning", "safe")),
]


@pytest.mark.parametrize(("changes", "expected"), RULES, ids=[f"{e[0]} {e[2]}" for _c, e in RULES])
def test_one_thing_wrong_is_found_at_its_question(changes, expected):
    assert expected in found(**changes)


def test_a_start_ten_weeks_after_sending_is_soon_enough():
    assert found(starts_on={"personal_care": date(2020, 3, 16)}) == []


def test_the_trial_is_closed_to_whoever_takes_no_part_and_open_once_the_kind_is_open():
    outside = replace(AROUND, taking_part=frozenset())

    assert found(around=outside) == [("V-08", "error", "service_kinds")]
    assert found(around=replace(outside, kind_status={"umbrella_body": "open"})) == []
    assert found(around=replace(AROUND, kind_status={"umbrella_body": "closed"})) == [
        ("V-08", "error", "service_kinds")
    ]


@pytest.mark.parametrize("code", sorted(DOCUMENTS))
def test_each_document_that_is_wanted_and_missing_is_named(code):
    form = replace(COMPANY, records=(replace(PAPERS, covers=PAPERS.covers - {code}),), has_viability_file=False)
    form = replace(form, statement_confirmed=False)

    assert [each.message for each in validate(form, AROUND)] == [f"No document covers this yet: {DOCUMENTS[code]}"]


def test_a_council_sends_no_letter_about_its_money_and_a_company_outside_the_trial_no_papers_of_the_trial():
    council = replace(COMPANY, legal_form="local_authority", has_viability_file=False)
    lives = replace(COMPANY, service_kinds=frozenset({"shared_lives"}))

    assert "doc_11" not in wanted_documents(council)
    assert wanted_documents(lives) & {"doc_10", "doc_13", "doc_17"} == set()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"review_on": date(2019, 9, 30)}, [("V-19", "error", "documents--dddd--review_on")]),
        ({"review_on": date(2020, 1, 5)}, [("V-19", "error", "documents--dddd--review_on")]),
        ({"review_on": TODAY}, []),
        ({"carries_the_name": False}, [("V-21", "error", "documents--dddd--named")]),
        ({"is_whole": False}, [("V-19", "warning", "documents--dddd--complete")]),
    ],
)
def test_a_document_has_its_dates_in_order_and_the_right_name(changes, expected):
    assert found(records=(replace(PAPERS, **changes),)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"ends_on": date(2020, 6, 1)}, [("V-15", "error", "insurance--empl--ends_on")]),
        ({"ends_on": date(2020, 6, 2)}, []),
        ({"amount": Decimal(4_999_999)}, [("V-16", "error", "insurance--empl--amount")]),
        ({"amount": Decimal(5_000_000)}, []),
    ],
)
def test_insurance_is_large_enough_and_runs_on_after_the_first_day(changes, expected):
    assert found(policies=(replace(INSURED[0], **changes), *INSURED[1:])) == expected


def test_public_liability_and_professional_indemnity_are_wanted_of_everybody():
    assert found(policies=INSURED[:1]) == [("V-01", "error", "insurance"), ("V-01", "error", "insurance")]


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        (replace(CHECK, made_on=date(2017, 1, 6), at="nominated_"), []),
        (replace(CHECK, made_on=date(2017, 1, 5), at="nominated_"), [("V-13", "warning", "nominated_dbs_on")]),
        (None, [("V-13", "error", "nominated")]),
        (replace(CHECK, lists=frozenset({"children"}), at="nominated_"), [("V-14", "error", "nominated_dbs_lists")]),
    ],
)
def test_whoever_leads_an_organisation_has_a_check_that_fits(check, expected):
    assert found(nominated=replace(JO, check=check)) == expected


def test_a_check_for_adults_alone_does_not_do_for_a_service_for_everybody():
    lists = [rule for rule, _weight, _question in found(people_served=frozenset({"everybody"}))]

    assert lists == ["V-09", "V-14", "V-14"]


@pytest.mark.parametrize(("kind", "rules"), [("countersigned", []), ("enhanced", ["V-12"]), ("basic", ["V-12"])])
def test_a_provider_in_person_has_a_check_asked_for_through_us(kind, rules):
    person = replace(SAM, check=replace(CHECK, kind=kind, at="own_"))

    assert [each.rule for each in validate(replace(ALONE, person=person), NO_MANAGER)] == rules


def test_each_activity_at_each_place_has_its_manager():
    farm = replace(HOME, key="efgh", name="Farm", at="locations--efgh--where")

    assert [each.message for each in validate(replace(COMPANY, locations=(HOME, farm)), AROUND)] == [
        "No manager has said that they manage personal care at Farm"
    ]


def test_a_manager_who_has_not_declared_holds_it_up_and_two_managers_have_two_addresses():
    waiting = replace(MANAGER, name="Kim Ash", is_declared=False, email="JO@riverside.example")

    assert [each.rule for each in validate(COMPANY, replace(AROUND, managers=(MANAGER, waiting)))] == ["V-06", "V-11"]


def test_one_body_in_law_has_one_application_at_a_time():
    assert found(around=replace(AROUND, live="REG-2020-0001")) == [("V-28", "error", "company_number")]


def test_a_text_beyond_its_limit_is_an_error_and_what_changed_is_told_to_staff():
    around = replace(AROUND, limits={"safe": 500}, changed=("aims",))

    assert found(around=around, words={"safe": 501, "caring": 900}) == [
        ("V-02", "error", "safe"),
        ("V-30", "information", "aims"),
    ]


PAST = Job(date(2010, 1, 1), date(2019, 3, 1), at="jobs--jjjj--")
NOW = Job(date(2019, 4, 1), None, goes_on=True, at="jobs--kkkk--")
REFEREES = (
    Referee(Person("Ann", "Ash", "ann@larch.example", at="referees--rrrr--who"), True, False, "referees--rrrr--"),
    Referee(Person("Bo", "Elm", "bo@elm.example", at="referees--ssss--who"), False, False, "referees--ssss--"),
)
WORKER = Manager(
    person=replace(SAM, check=replace(CHECK, at="")),
    left_education=date(2009, 12, 1),
    jobs=(PAST, NOW),
    referees=REFEREES,
    teams_manage_themselves=True,
    declared_name="Sam Field",
)


def told(around=AROUND, **changes):
    return [
        (each.rule, str(each.weight), each.question) for each in validate_manager(replace(WORKER, **changes), around)
    ]


def test_a_whole_part_of_a_manager_has_nothing_against_it():
    assert told() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"jobs": (PAST, replace(NOW, began=date(2019, 5, 1)))}, []),  # one month
        ({"jobs": (PAST, replace(NOW, began=date(2019, 6, 1)))}, [("V-22", "error", "jobs--kkkk--gap")]),
        ({"jobs": (PAST, replace(NOW, began=date(2019, 6, 1), is_explained=True))}, []),
        ({"left_education": date(2009, 6, 1)}, [("V-22", "error", "jobs--jjjj--gap")]),
        ({"jobs": (NOW, PAST)}, []),  # in whatever order they were added
        ({"jobs": (PAST,)}, [("V-22", "error", "gap_now")]),
        ({"jobs": (PAST,), "explains_now": True}, []),
        ({"jobs": (replace(PAST, ended=date(2019, 12, 1)),)}, []),
    ],
)
def test_a_gap_in_a_working_life_is_explained_where_it_is(changes, expected):
    assert told(**changes) == expected


@pytest.mark.parametrize(
    ("referees", "expected"),
    [
        (REFEREES[:1], [("V-23", "error", "referees")]),
        ((REFEREES[0], replace(REFEREES[1], is_related=True)), [("V-23", "error", "referees--ssss--related")]),
        ((REFEREES[0], replace(REFEREES[0], at="x")), [("V-23", "error", "referees--rrrr--who")]),
        (
            (REFEREES[0], replace(REFEREES[1], person=replace(SAM, at="referees--ssss--who"))),
            [("V-23", "error", "referees--ssss--who")],
        ),
        (tuple(replace(each, from_last_care=False) for each in REFEREES), [("V-23", "error", "no_care_referee")]),
    ],
)
def test_two_people_from_outside_the_family_speak_for_a_manager(referees, expected):
    assert told(referees=referees) == expected


def test_a_manager_of_a_service_on_trial_says_how_they_watch_over_teams():
    around = replace(AROUND, trial_application=True)

    assert told(around, teams_manage_themselves=False) == [("V-07", "error", "teams_manage_themselves")]


def test_a_manager_signs_in_their_own_name():
    assert told(declared_name="Amina Rook") == [("V-29", "error", "declaration")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Her number is 943 476 5919", ("an NHS number",)),
        ("Ring 01225 000000 or 943 476 5918", ()),
        ("0000000000", ()),
        ("Mrs Brook (born 3 May 1931) likes tea", ("somebody's date of birth",)),
        ("We met Mrs Brook, 03/05/1931, last week", ("somebody's date of birth",)),
        ("The policy of 03/05/2019 applies", ()),
        ("We opened on 3 May 2019 with Mr Elm", ()),
    ],
)
def test_details_of_people_are_noticed_and_other_numbers_are_not(text, expected):
    assert personal_data_in(text) == expected


def test_the_check_digit_of_a_health_number_is_worked_out_by_eleven():
    assert [is_health_number(number) for number in ("9434765919", "9434765910", "4010232137")] == [True, False, True]
