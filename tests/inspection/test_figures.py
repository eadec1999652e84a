"""Figures of monitoring become evidence that nobody changes, each with its time and source (R-376)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from inspection.actions.evidence import correct_evidence
from inspection.actions.figures import take_in_figures
from inspection.models import EvidenceItem
from inspection.queries.evidence import statement_keys_of
from inspection.queries.figures import FigureSource, register_figures
from inspection.rulebook.figures import Figure
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.clock import database_now
from tests.factories.frameworks import small_content
from tests.factories.inspection import STAFFING, Scene, a_framework, gathering, piece

OUTCOMES = {"key": "outcomes", "code": "OU", "title": "Outcomes", "description": "What comes of it."}
VISITS = Figure("Visits that took place", "July to September 2026", "209 of 212", "Information return", (STAFFING,))
HEADS = "Indicator,Period,Value,Source,Statement\n"


@pytest.fixture(scope="module")
def scene(kept_database) -> Scene:
    return gathering(framework=a_framework(categories=[*small_content()["categories"], OUTCOMES]))


def take_in(scene: Scene, *figures: Figure, by=None) -> list[EvidenceItem]:
    return take_in_figures(scene.again(), figures=figures, by=by or scene.manager, at=database_now())


def send(scene: Scene, client: Client, rows: str, heads: str = HEADS):
    file = SimpleUploadedFile("figures.csv", (heads + rows).encode())
    return client.post(reverse("evidence-figures", args=[scene.assessment.pk]), {"file": file}, follow=True)


def kept(scene: Scene) -> list[tuple]:
    rows = EvidenceItem.objects.filter(assessment=scene.assessment, origin="figures").order_by("number")
    return [(each.category, each.kind, each.text, each.period, each.source) for each in rows]


def test_a_figure_is_evidence_with_its_time_its_source_and_its_statement(scene, db):
    (item,) = take_in(scene, VISITS)

    expected = (
        "outcomes",
        "data",
        "Visits that took place: 209 of 212",
        "July to September 2026",
        "Information return",
    )
    assert kept(scene) == [expected]
    assert statement_keys_of(item) == [STAFFING]


def test_nobody_corrects_a_figure(scene, db):
    (item,) = take_in(scene, VISITS)

    with pytest.raises(Refused, match="This came in by itself"):
        correct_evidence(item, piece=piece(scene), because="Better so.", by=scene.lead, at=database_now())
    with pytest.raises(IntegrityError, match="is_not_corrected"), transaction.atomic():
        EvidenceItem.objects.filter(pk=item.pk).update(replaced_at=database_now())


def test_the_same_figure_comes_in_once_and_all_or_none(scene, db):
    take_in(scene, VISITS)
    other = Figure("Complaints", "July to September 2026", "4", "Information return")

    with pytest.raises(Refused, match="One of these figures is evidence already"):
        take_in(scene, other, VISITS)
    assert len(kept(scene)) == 1


def test_figures_are_brought_in_by_a_manager_outside_the_team_alone(scene, db):
    with pytest.raises(Refused, match="Only an inspection manager who is not in the team"):
        take_in(scene, VISITS, by=scene.lead)


def test_a_framework_without_a_place_for_figures_takes_none(db):
    with pytest.raises(Refused, match="no kind of evidence for figures"):
        take_in(gathering(framework=a_framework()), VISITS)


def test_a_spreadsheet_is_read_whole(scene, manager):
    rows = (
        "Visits that took place,July to September 2026,209 of 212,Information return,s2\nComplaints,2026,4,Our desk,\n"
    )

    said = send(scene, manager, rows).content.decode()

    assert "2 figures are evidence now." in said
    assert [each[2] for each in kept(scene)] == ["Visits that took place: 209 of 212", "Complaints: 4"]


def test_every_wrong_cell_is_named_by_row_and_nothing_is_kept(scene, manager):
    take_in(scene, VISITS)
    rows = [
        "Complaints,,4,Our desk,",
        "Complaints,2026,4,Our desk,S99",
        "Visits that took place,July to September 2026,209 of 212,Information return,",
        "Visits that took place,July to September 2026,1 of 212,Information return,",
        "Falls,2026,3,Our desk,",
        "falls,2026,3,our desk,",
        "Falls of 943 476 5919,2026,3,Our desk,",
    ]

    answer = send(scene, manager, "\n".join(rows))

    wrong = [(cell.row, cell.place, cell.sentence.partition(",")[0]) for cell in answer.context["wrong"]]
    assert answer.status_code == 422
    assert wrong == [
        (2, "B2", "Enter the period"),
        (3, "E3", "Write the code of a statement that this assessment looks at"),
        (4, "A4", "This figure is evidence already"),
        (5, "A5", "This figure is evidence already"),
        (7, "A7", "This figure is in row 6 too"),
        (8, "A8", "This seems to hold an NHS number. Take it out"),
    ]
    assert len(kept(scene)) == 1


@pytest.mark.parametrize(
    ("heads", "rows", "said"),
    [
        ("Indicator,Period,Value\n", "a,b,c\n", "The first row must have the headings “Source”"),
        (HEADS, "", "There is no figure below the headings"),
    ],
)
def test_a_file_that_is_no_such_spreadsheet_is_told(scene, manager, heads, rows, said):
    answer = send(scene, manager, rows, heads)

    assert [cell.sentence for cell in answer.context["wrong"]] == [said]


def test_whoever_counts_within_the_portal_is_offered_and_taken_from_once(scene, manager, monkeypatch):
    monkeypatch.setattr("inspection.queries.figures._sources", {})
    register_figures(FigureSource("counts", "Information returns", lambda assessment: [VISITS]))
    address = reverse("evidence-figures-from", args=[scene.assessment.pk, "counts"])

    offered = manager.get(reverse("evidence-figures", args=[scene.assessment.pk])).content.decode()
    first = manager.post(address)
    again = manager.post(address)

    assert "Take figures from: Information returns" in offered
    assert (first.status_code, again.status_code) == (302, 409)
    assert len(kept(scene)) == 1
