"""What looks like a name or an NHS number in a text that should hold codes (R-372)."""

import pytest

from inspection.rulebook.naming import codes_in, suspected


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("Her carer is Ann Hollis.", ("the name Ann Hollis",)),
        ("I met Mrs Hollis at home.", ("the name Mrs Hollis",)),
        ("I met Mrs Ann Hollis at home.", ("the name Mrs Ann Hollis",)),
        ("Number 943 476 5919 is on the door.", ("an NHS number",)),
        ("Number 9434765919, for Joan Reed", ("the name Joan Reed", "an NHS number")),
        ("Joan O’Neill and Joan O’Neill again", ("the name Joan O’Neill",)),
        ("P1 likes that C2 comes on Monday Morning", ()),
        ("The Care Quality Commission said so.", ()),
        ("943 476 5910 is a telephone", ()),
        ("kind and calm", ()),
    ],
)
def test_what_somebody_should_look_at_again(text, warned):
    assert suspected(text) == warned


def test_whom_a_report_is_about_is_no_name_of_a_person():
    text = "Millbrook Lives listens. Ann Hollis of Millbrook Lives, and Millbrook Livesey, wrote."

    assert suspected(text, public_names=["Millbrook Lives"]) == ("the name Ann Hollis", "the name Millbrook Livesey")


def test_a_warning_never_repeats_an_nhs_number():
    assert "943" not in " ".join(suspected("943 476 5919"))


def test_the_codes_of_a_text_are_read_once_each_in_their_order():
    assert codes_in("P2 said it, C1 agreed, P2 nodded; A1 and P0 are no codes") == ("P2", "C1")
