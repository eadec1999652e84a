"""Public lists come in whole, at once and quickly; what cannot come in is named by its line."""

import csv
import time
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.lookup.actions import import_list
from sandbox_portal.lookup.choices import PublicList
from sandbox_portal.lookup.models import ListedCompany, ListedLocation, ListImport
from sandbox_portal.lookup.queries import find, pick
from sandbox_portal.people.clock import database_now

pytestmark = pytest.mark.django_db
SAMPLES = Path(settings.CONTENT_ROOT) / "demo" / "lists"
HEAD = ["CompanyName", " CompanyNumber", "RegAddress.AddressLine1", "RegAddress.PostTown", "RegAddress.PostCode"]


def written(path: Path, *rows: list[str], head: list[str] = HEAD) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def company(number: int, name: str = "") -> list[str]:
    return [name or f"QUIET LANE {number} LIMITED", f"{number:08}", f"{number} Quiet Lane", "Saltby", "ZZ1 1ZZ"]


def take(which: PublicList, path: Path):
    return import_list(which, path=path, by=None, at=database_now())


def test_both_samples_come_in_and_the_same_file_again_changes_nothing():
    first = take(PublicList.COMPANIES, SAMPLES / "companies.csv"), take(PublicList.PROVIDERS, SAMPLES / "providers.csv")
    again = take(PublicList.COMPANIES, SAMPLES / "companies.csv")

    assert [(each.rows, each.refused) for each in first] == [(9, 0), (5, 0)]
    assert (again.is_the_same, again.rows, ListImport.objects.count()) == (True, 9, 2)
    assert ListedCompany.objects.get(number="90000002").line_2 == "2 Weavers Row"
    place = ListedLocation.objects.get(number="1-9000000014")
    assert (place.provider_name, place.service_types) == ("Elder Street Teams", "Homecare agencies|Supported living")


def test_a_wrong_row_is_named_by_its_line_and_the_others_come_in(tmp_path):
    wrong = [
        ["", "00000003", "", "", ""],
        ["BAD NUMBER LIMITED", "12", "", "", ""],
        company(1, "THE SAME AGAIN LIMITED"),
        ["LONG LIMITED" * 20, "00000004", "", "", ""],
    ]
    outcome = take(
        PublicList.COMPANIES, written(tmp_path / "c.csv", *(company(number) for number in (1, 2, 5, 6)), *wrong)
    )

    assert (outcome.rows, outcome.refused) == (4, 4)
    assert [(bad.line, bad.sentence) for bad in outcome.bad] == [
        (6, "has nothing under “companyname”."),
        (7, "has the number “12”, which cannot be one."),
        (8, "has the number “00000001” again. The first row with it came in."),
        (9, "has more than 160 characters under “companyname”."),
    ]
    assert ListedCompany.objects.get(number="00000001").name == "QUIET LANE 1 LIMITED"


def test_a_new_list_takes_the_old_ones_place_whole_and_a_bad_one_leaves_it(tmp_path):
    take(PublicList.COMPANIES, written(tmp_path / "old.csv", company(1), company(2)))
    take(PublicList.COMPANIES, written(tmp_path / "new.csv", company(2), company(3)))
    numbers = ["00000002", "00000003"]
    assert list(ListedCompany.objects.order_by("number").values_list("number", flat=True)) == numbers

    for bad in (
        written(tmp_path / "other.csv", ["a", "b"], head=["Something", "Else"]),
        written(tmp_path / "empty.csv"),
        written(tmp_path / "mostly.csv", company(9), ["", "1", "", "", ""], ["", "2", "", "", ""]),
    ):
        with pytest.raises(Refused), transaction.atomic():
            take(PublicList.COMPANIES, bad)
    assert list(ListedCompany.objects.order_by("number").values_list("number", flat=True)) == numbers


def test_a_hundred_thousand_rows_come_in_faster_than_a_thousand_a_second(tmp_path):
    path = written(tmp_path / "many.csv", *(company(number) for number in range(1, 100_001)))

    started = time.perf_counter()
    outcome = take(PublicList.COMPANIES, path)
    seconds = time.perf_counter() - started

    assert (outcome.rows, outcome.refused) == (100_000, 0)
    assert outcome.rows / seconds >= 1000, f"{outcome.rows / seconds:,.0f} rows a second"


def test_the_commands_say_what_they_did():
    said, wrong = StringIO(), StringIO()
    call_command("import_register_of_providers", str(SAMPLES / "providers.csv"), stdout=said, stderr=wrong)
    assert (said.getvalue()[:14], wrong.getvalue()) == ("5 rows came in", "")
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_companies", "nowhere.csv")
    with pytest.raises(CommandError, match="These columns are missing: companynumber"):
        call_command("import_companies", str(SAMPLES / "providers.csv"))


@pytest.mark.parametrize("words", ["lantern", "Lantern neigh", "90000001", "neighbours LANTERN"])
def test_a_company_is_found_by_the_beginning_of_its_words_or_its_number(words):
    take(PublicList.COMPANIES, SAMPLES / "companies.csv")
    assert "90000001" in [each.number for each in find(PublicList.COMPANIES, words)[0]]


@pytest.mark.parametrize("words", ["", "la", "' OR 1=1 --", "&|!:*()", "zzzz", "\\", "x" * 5000])
def test_what_means_nothing_finds_nothing_and_breaks_nothing(words):
    take(PublicList.COMPANIES, SAMPLES / "companies.csv")
    assert find(PublicList.COMPANIES, words) == ([], False)


def test_a_provider_is_found_by_its_own_number_and_gives_its_name_and_address():
    take(PublicList.PROVIDERS, SAMPLES / "providers.csv")
    found, _more = find(PublicList.PROVIDERS, "1-9000000002")

    assert [each.fills for each in found] == [
        {
            "provider.name": "Lantern Neighbours",
            "provider.number": "1-9000000002",
            "provider.address": {"line_1": "2 Quay Lane", "line_2": "", "town": "Saltby", "postcode": "ZZ2 1AB"},
        }
    ]
    assert pick(PublicList.PROVIDERS, "nothing") is None


def test_the_database_keeps_one_row_a_number():
    ListedCompany.objects.create(number="1", name="One")
    with pytest.raises(DatabaseError), transaction.atomic():
        ListedCompany.objects.create(number="1", name="Two")
