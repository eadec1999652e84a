"""Two things at once: an interest while a score is saved, two windows, two buttons, a closed sheet."""

import contextlib
import threading
from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from selection.actions.declarations import declare
from selection.actions.scores import save_score, submit_sheet
from selection.models import ConflictDeclaration, MemberScore, SubmittedSheet
from tests.factories.selection import members_of

from .panel_scene import finish, fresh, panel_at_step_1, score

TRIES = 300
GUARD = "score_needs_a_declaration_without_conflict"

Writer = Callable[[], None]


@pytest.fixture
def scene(transactional_db):
    """One application at step 1 and one member."""
    selection, (one,) = panel_at_step_1(1)
    return one, members_of(selection)[0]


def at_once(*writers: Writer, tries: int, before: Writer, after: Writer) -> None:
    """Let every writer run at the same moment, again and again; a refusal or an error of the database is an answer."""
    barrier = threading.Barrier(len(writers) + 1)

    def run(writer: Writer) -> None:
        for _ in range(tries):
            barrier.wait(30)
            with contextlib.suppress(Refused, DatabaseError):
                writer()
            barrier.wait(30)
        connection.close()

    threads = [threading.Thread(target=run, args=[writer], daemon=True) for writer in writers]
    for thread in threads:
        thread.start()
    for _ in range(tries):
        before()
        barrier.wait(30)
        barrier.wait(30)
        after()
    for thread in threads:
        thread.join(30)


class Ledger:
    """Counts how often a member ended with a score and an interest, and with which of the two."""

    def __init__(self, application, member) -> None:
        self.application, self.member = application, member
        self.both = self.scored = self.declared = 0

    def start_over(self) -> None:
        SubmittedSheet.objects.all().delete()
        MemberScore.objects.all().delete()
        ConflictDeclaration.objects.filter(member=self.member).delete()
        ConflictDeclaration.objects.create(
            member=self.member, application=self.application, has_conflict=False, declared_at=database_now()
        )

    def look(self) -> None:
        has_score = MemberScore.objects.filter(member=self.member).exists()
        has_interest = ConflictDeclaration.objects.filter(member=self.member, has_conflict=True).exists()
        self.both += has_score and has_interest
        self.scored += has_score
        self.declared += has_interest


def careless_score(application, member) -> Writer:
    """What a page without locks would do: look, then write."""

    def write() -> None:
        with transaction.atomic():
            if ConflictDeclaration.objects.filter(member=member, application=application, has_conflict=False).exists():
                MemberScore.objects.create(
                    member=member, application=application, criterion="1a", step=1, value=1, saved_at=database_now()
                )

    return write


def careless_interest(application, member) -> Writer:
    def write() -> None:
        with transaction.atomic():
            MemberScore.objects.filter(member=member, application=application).delete()
            ConflictDeclaration.objects.filter(member=member, application=application).update(
                has_conflict=True, interest="My sister works there."
            )

    return write


def test_an_interest_and_a_score_never_stand_side_by_side(scene):
    one, member = scene
    ledger = Ledger(one, member)
    mine, again = User.objects.get(pk=member.user_id), User.objects.get(pk=member.user_id)

    def save() -> None:
        save_score(fresh(one), criterion="1a", value=1, reason="x", version=0, by=mine, at=database_now())

    def say() -> None:
        declare(fresh(one), has_conflict=True, interest="My sister works there.", by=again, at=database_now())

    at_once(save, say, tries=TRIES, before=ledger.start_over, after=ledger.look)

    assert (ledger.both, ledger.declared) == (0, TRIES)


def test_even_careless_code_cannot_bring_them_together(scene):
    one, member = scene
    ledger = Ledger(one, member)
    writers = careless_score(one, member), careless_interest(one, member)

    at_once(*writers, tries=TRIES, before=ledger.start_over, after=ledger.look)

    assert ledger.both == 0
    assert ledger.scored + ledger.declared >= TRIES


def test_without_the_guard_they_do_come_together(scene):
    """The twin: the same careless code with the foreign key and the lock of the trigger taken away."""
    one, member = scene
    ledger = Ledger(one, member)
    writers = careless_score(one, member), careless_interest(one, member)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [GUARD])
        definition = cursor.fetchone()[0]
        cursor.execute(f"ALTER TABLE selection_memberscore DROP CONSTRAINT {GUARD}")
        cursor.execute("ALTER TABLE selection_memberscore DISABLE TRIGGER finished_scores_are_closed")
    try:
        at_once(*writers, tries=TRIES, before=ledger.start_over, after=ledger.look)
    finally:
        ledger.start_over()
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE selection_memberscore ADD CONSTRAINT {GUARD} {definition}")
            cursor.execute("ALTER TABLE selection_memberscore ENABLE TRIGGER finished_scores_are_closed")

    assert ledger.both > 0


def test_a_sheet_finished_while_a_score_is_saved_is_closed_with_whole_scores(scene):
    one, member = scene
    ledger = Ledger(one, member)
    mine, again = User.objects.get(pk=member.user_id), User.objects.get(pk=member.user_id)
    changed_after = []

    def begin() -> None:
        ledger.start_over()
        for code in ("1a", "1b"):
            score(one, member, code, 1)

    def change() -> None:
        save_score(fresh(one), criterion="1a", value=0, reason="", version=1, by=mine, at=database_now())

    def close() -> None:
        submit_sheet(fresh(one), by=again, at=database_now())

    def look() -> None:
        silent_fail = MemberScore.objects.filter(criterion="1a", value=0, reason="").exists()
        changed_after.append(silent_fail and SubmittedSheet.objects.exists())

    at_once(change, close, tries=40, before=begin, after=look)

    assert changed_after == [False] * 40


def test_finishing_twice_at_once_finishes_once(scene):
    one, member = scene
    people = [User.objects.get(pk=member.user_id) for _ in range(2)]
    refused = []

    def begin() -> None:
        Ledger(one, member).start_over()
        for code in ("1a", "1b"):
            score(one, member, code, 1)

    def closer(user: User) -> Writer:
        def close() -> None:
            try:
                submit_sheet(fresh(one), by=user, at=database_now())
            except Refused as sentence:
                refused.append(str(sentence))
                raise

        return close

    counts = []
    at_once(*map(closer, people), tries=20, before=begin, after=lambda: counts.append(SubmittedSheet.objects.count()))

    assert (counts, refused) == ([1] * 20, [])


def test_fifty_windows_with_one_version_save_once(scene):
    one, member = scene
    score(one, member, "1b", 1, reason="first")
    answers = []

    def window(number: int) -> Writer:
        user = User.objects.get(pk=member.user_id)

        def save() -> None:
            try:
                save_score(
                    fresh(one), criterion="1b", value=1, reason=f"{number}", version=1, by=user, at=database_now()
                )
            except Refused as refused:
                answers.append(type(refused).__name__)
                raise
            answers.append("saved")

        return save

    at_once(*(window(number) for number in range(10)), tries=1, before=lambda: None, after=lambda: None)

    assert sorted(answers) == ["Conflict"] * 9 + ["saved"]
    assert MemberScore.objects.get(criterion="1b").version == 2


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["change", "delete", "add"])
def test_a_finished_sheet_refuses_every_write_whoever_writes(verb):
    selection, (one,) = panel_at_step_1(1)
    member = members_of(selection)[0]
    finish(one, member)
    row = MemberScore.objects.get(member=member, criterion="1a")
    writes = {
        "change": lambda: MemberScore.objects.filter(pk=row.pk).update(value=0),
        "delete": lambda: row.delete(),
        "add": lambda: MemberScore.objects.create(
            member=member, application=one, criterion="1b", step=1, value=1, saved_at=database_now()
        ),
    }

    with pytest.raises(IntegrityError, match="scores of this step are finished"), transaction.atomic():
        writes[verb]()


@pytest.mark.django_db
def test_the_database_keeps_an_interest_and_refuses_a_sheet_beside_it():
    selection, (one,) = panel_at_step_1(1)
    first, second = members_of(selection)[:2]
    finish(one, first)
    word = ConflictDeclaration.objects.filter(application=one)
    word.filter(member=second).update(has_conflict=True, interest="x")

    with pytest.raises(IntegrityError), transaction.atomic():
        word.filter(member=first).update(has_conflict=True, interest="x")
    with pytest.raises(IntegrityError, match="an interest that was declared stays"), transaction.atomic():
        word.filter(member=second).update(has_conflict=False)
    with pytest.raises(IntegrityError, match="no declaration without conflict"), transaction.atomic():
        SubmittedSheet.objects.create(member=second, application=one, step=1, submitted_by=second.user)
