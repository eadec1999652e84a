"""Names of files as people see them (D19)."""

import pytest

from sandbox_portal.documents.shown_names import extension_of, shown_name


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Our plan.pdf", "Our plan.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\me\\plan.pdf", "plan.pdf"),
        ("plan\x00.pdf", "plan.pdf"),
        ("plan\r\nSet-Cookie: a=b.pdf", "planSet-Cookie- a=b.pdf"),
        ("gpj.\u202efdp.pdf", "gpj fdp.pdf"),
        ("in\u200bvisible.pdf", "invisible.pdf"),
        ("CON.pdf", "file CON.pdf"),
        ('say "hi".pdf', "say -hi.pdf"),
        (".pdf", "file.pdf"),
        ("...", "file.pdf"),
        ("Cafe\u0301 ŵ 計画.pdf", "Café ŵ 計画.pdf"),
    ],
)
def test_a_name_is_cleaned_and_stays_readable(given, shown):
    assert shown_name(given, extension="pdf") == shown


def test_a_long_name_is_cut_and_keeps_its_ending():
    assert shown_name("a" * 300 + ".pdf", extension="pdf") == "a" * 96 + ".pdf"


def test_the_ending_of_the_true_type_wins():
    assert shown_name("door.jpeg", extension="jpg") == "door.jpg"


@pytest.mark.parametrize(
    ("given", "ending"),
    [("a.pdf.exe", "exe"), ("a.PDF", "pdf"), ("a", ""), ("a.pdf ", "pdf"), ("a.p\u200bdf", "pdf")],
)
def test_only_the_last_ending_counts(given, ending):
    assert extension_of(given) == ending
