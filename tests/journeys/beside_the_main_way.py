"""What happens beside the main way of a round: colleagues, messages, questions asked again, a draw, a download."""

import re
import subprocess
import sys
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from sandbox_portal.casework.relay import drain
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.models import Invitation
from selection.models import Application, Draw, Selection
from tests.factories.people import token_of
from tests.signing_in import sign_in

from .people_of_a_round import LETTER, Chair, Lead, Member, Provider
from .person import Person

DUE = timedelta(days=10)


def a_colleague_joins_and_answers_a_section(provider: Provider, colleague: Person, own: Application) -> None:
    """The owner invites by email and gives one section away; the colleague accepts, answers it and gives it back."""
    _invites(provider, colleague)
    colleague.opens("invitation", token_of(Invitation.objects.get(email=colleague.user.email)))
    colleague.reads("Join the team of Riverbank Teams", "Contributor")
    colleague.presses("Accept the invitation")
    colleague.reads("You are in the team of Riverbank Teams.")

    provider.opens("response-section", own.pk, "links")
    provider.page.get_by_label(colleague.user.email).check()
    provider.writes("You know this best.", into="A word to your colleague (optional)")
    provider.presses("Give this section")
    provider.reads(colleague.user.name)

    colleague.opens("response-task-list", own.pk)
    colleague.follows("Links to others")
    colleague.chooses("No")
    colleague.presses("Save and continue")
    colleague.opens("response-task-list", own.pk)
    colleague.reads("Completed")


def _invites(provider: Provider, colleague: Person) -> None:
    provider.opens("your-team")
    provider.presses("Invite somebody")
    provider.presses("Send the invitation", expecting=422)
    provider.reads("There is a problem")
    provider.writes(colleague.user.email, into="Their email address")
    provider.chooses("Contributor")
    provider.presses("Send the invitation")
    provider.reads(f"The invitation is on its way to {colleague.user.email}.")


def the_lead_takes_the_case(lead: Lead, own: Application) -> None:
    """From the list of cases to the desk of one, and it has a person from then on."""
    lead.opens("case-queue")
    lead.writes("Riverbank", into="Reference, title or organisation")
    with lead.page.expect_response(lambda answer: "q=Riverbank" in answer.url):
        lead.page.get_by_label("Reference, title or organisation").press("Tab")
    lead.opens("case-desk", own.pk)
    lead.presses("Take this case")
    lead.reads(lead.user.name, "Put it back in its queue")


def a_question_is_asked_with_a_file_and_answered(lead: Lead, provider: Provider, own: Application) -> None:
    due = database_now() + DUE
    lead.opens("case-messages", own.pk)
    lead.writes("Which of your towns come first?", into="Your message")
    lead.page.get_by_label("Files").set_input_files(LETTER)
    for box, value in (("Day", due.day), ("Month", due.month), ("Year", due.year)):
        lead.writes(str(value), into=box)
    lead.presses("Send message")
    lead.reads("Which of your towns come first?", LETTER.name, "Not read yet")

    provider.opens("case-messages", own.pk)
    provider.presses("Show the new message")
    provider.reads("Which of your towns come first?", "Needs an answer")
    provider.page.get_by_label(re.compile("Yes: “Which")).check()
    provider.writes("Hexham comes first.", into="Your message")
    provider.presses("Send message")

    lead.opens("case-messages", own.pk)
    lead.presses("Show the new message")
    lead.reads("Hexham comes first.", "Read on")
    lead.reads_nothing_of("Needs an answer by")


def one_answer_is_asked_again(lead: Lead, provider: Provider, own: Application) -> None:
    """Only this answer opens again; the applicant says that it stands, and the lead accepts it."""
    lead.opens("response-ask-again", own.pk)
    lead.follows("Ask again Places")
    lead.chooses("A fact is unclear")
    lead.writes("Say whether these are all of them.", into="What should the applicant do?")
    lead.presses("Add to what we ask again")
    lead.presses("Send back to the applicant")
    lead.reads("1 answer is with the applicant now.")

    provider.opens("response-asked-again", own.pk)
    provider.reads("Please look at 1 answer again", "Say whether these are all of them.")
    provider.follows("say why it is right as it stands : Places")
    provider.writes("These are all of them.", into="Why is your answer right as it stands?")
    provider.presses("Save")
    provider.presses("Send back to us")
    provider.reads("Thank you. Your answers are with us again.")

    lead.opens("response-ask-again", own.pk)
    lead.reads("These are all of them.")
    lead.chooses("Accept")
    lead.presses("Save these decisions")


def a_draw_puts_equals_in_order(chair: Chair, witnesses: tuple[Member, Member], reader: Person, place: Any) -> None:
    """Announced by the chair, fed by two witnesses, held an hour later; anybody can check its record at home."""
    selection = Selection.objects.get(round__panel__user=chair.user)
    chair.opens("selection-order", selection.pk)
    chair.follows("Go to the draw between equal scores")
    chair.chooses("Two or more witnesses, who each choose a value")
    for witness in witnesses:
        chair.page.get_by_label(witness.user.name).check()
    chair.presses("Freeze and announce")
    chair.reads("The groups are frozen and the draw is announced.", "Has not committed yet")

    values = {witness: _commits(witness, selection) for witness in witnesses}
    for witness, value in values.items():
        witness.opens("selection-draw", selection.pk, "review")
        witness.presses("Show your value")
        witness.writes(value, into="Your value")
        witness.presses("Show my value")
        witness.reads("Your value is public now.", value)

    draw = Draw.objects.get(selection=selection)
    reader.opens("draw-detail", draw.pk)
    reader.reads("Announced", "Not drawn yet", *values.values())
    with travelled_to(database_now() + timedelta(hours=2)):
        held = sign_in(Client(), chair.user).post(reverse("selection-draw-hold", args=[selection.pk, "review"]))
    assert held.status_code == 302
    reader.opens("draw-detail", draw.pk)
    reader.reads("Held", "Revealed secret", "Order drawn")
    _checks_the_record(reader, place)


def _commits(witness: Member, selection: Selection) -> str:
    """Writes the suggested value down and commits to it; gives the value, as the person's own paper would."""
    witness.opens("selection-draw", selection.pk, "review")
    witness.presses("Commit to your value")
    value = re.search(r"not shown again: ([0-9a-f]{32})", witness.everything_shown())
    assert value
    witness.presses("Commit")
    witness.reads("You have committed. Keep your value safe until everybody has.")
    return value[1]


def _checks_the_record(reader: Person, place: Any) -> None:
    record = reader.saves(reader.page.get_by_role("link", name="Download the record").first, place / "record.json")
    program = reader.saves(reader.page.get_by_role("link", name="Download the checking program."), place / "check.py")
    verdict = subprocess.run([sys.executable, "-I", program, record], capture_output=True, text=True, check=False)
    assert (verdict.returncode, verdict.stderr) == (0, ""), verdict.stdout


def the_lead_looks_at_a_letter_before_it_goes(lead: Lead) -> None:
    lead.opens("letter-list")
    lead.follows("You have a place in Example round")
    lead.follows("Look at it with made-up facts")
    lead.reads("This is a preview. The facts in it are made up.", "You have a place in Example round")


def the_provider_downloads_everything(provider: Provider, own: Application, place: Any) -> None:
    provider.opens("case-bundle", own.pk)
    provider.presses("Make the download")
    drain()
    provider.page.reload()
    got = provider.saves(provider.page.get_by_role("button", name=re.compile("^Download")), place / "everything.zip")
    assert got.read_bytes()[:2] == b"PK"


def anybody_finds_the_service_in_the_register(reader: Person) -> None:
    reader.opens("register-search")
    reader.follows("Riverbank Teams")
    reader.reads("Riverbank Teams", "Taking part", "What was recorded, and when")
