"""The five kinds of people of a round, and what each of them does in the browser."""

from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import expect

from programme.models import Round
from selection.models import Application, Selection

from .person import Person

LETTER = Path(__file__).with_name("a_letter_from_carers.txt")
LABELS = {0: "Fail", 1: "Pass"}


class Provider(Person):
    """Wants to take part."""

    def finds_out_whether_they_can_apply(self, round_: Round) -> None:
        self.opens("round-detail", round_.slug)
        self.presses("Start: can we apply?")
        self.presses("Continue", expecting=422)
        self.reads("There is a problem", "Choose one of the answers.")
        for answer in ("Yes", "Yes, we do this now, or have a real plan for it", "Yes, on every day", "Yes"):
            self.chooses(answer)
            self.presses("Continue")
        self.reads("You can apply", "Your answers fit what this round asks for.")

    def starts(self) -> None:
        self.presses("Start your application")
        self.presses("Start")
        self.reads("Your tasks", "0 of 8 tasks done")

    def tells_about_the_organisation(self) -> None:
        """What we know of the organisation already stands there; the rest is asked, and a gap is told."""
        self.follows("Your organisation")
        name = self.page.get_by_label("What is the name of your organisation?", exact=True)
        assert name.input_value() == "Riverbank Teams"
        self.presses("Save and continue")
        self.chooses("Co-operative")
        self.presses("Save and continue")
        self.writes("01234567", into="Company number (optional)")
        self.presses("Save and continue")
        self.presses("Save and continue")
        self.reads("There is a problem", "Choose yes if you are registered with us now")
        self.chooses("No")
        self.presses("Save and continue")

    def describes_the_organisation_and_is_called_away(self) -> None:
        """What was typed is there afterwards: kept by itself while typing, or by the button where no script runs."""
        question = "What does your organisation do, in one or two sentences?"
        self.reads("1 of 8 tasks done")
        self.follows("What you do")
        self.writes("We help teams of carers in one valley.", into=question)
        if self.has_scripts:
            expect(self.page.locator("[data-autosave-status]")).to_contain_text("Saved at")
            self.page.reload()
        else:
            self.presses("Save and come back later")
            self.follows("What you do")  # goes on at the first question without an answer
            self.follows("Back")
        assert self.page.get_by_label(question, exact=True).input_value() == "We help teams of carers in one valley."
        self.presses("Save and continue")

    def promises_to_come(self, application: Application) -> None:
        self.opens("response-task-list", application.pk)
        self.follows("Key dates")
        for box in self.page.get_by_role("checkbox", name="workshop").all():
            box.check()
        self.presses("Save and continue")
        self.reads("There is a problem")
        for name in self.page.get_by_label("Who will come on", exact=False).all():
            if name.is_visible():
                name.fill("Dana Bell")
        self.presses("Save and continue")

    def adds_a_letter_from_carers(self, application: Application) -> None:
        self.opens("response-question", application.pk, "carers-and-people", "carer_letters")
        self.follows("Add files")
        self.page.get_by_label("Choose files").set_input_files(LETTER)
        self.presses("Upload")
        self.reads("1 file added.", LETTER.name)
        self.follows("Back")

    def checks_and_changes_an_answer(self, application: Application) -> None:
        self.opens("response-check-answers", application.pk)
        self.follows("Change Places")
        self.writes("Hexham, Corbridge and Allendale", into="Which places do you work in?")
        self.presses("Save and continue")
        assert self.is_at("response-check-answers", application.pk)
        self.reads("Hexham, Corbridge and Allendale", LETTER.name, "2 answers to go before you can send")

    def gives_the_promises(self, application: Application) -> None:
        self.opens("response-task-list", application.pk)
        self.follows("Declarations")
        self.chooses("If we are selected, you may publish our name and our short description.")
        self.chooses("As far as I know, what we have told you is true.")
        self.presses("Save and continue")
        self.reads("8 of 8 tasks done")

    def sends(self) -> None:
        self.presses("Check your answers")
        self.presses("Continue to send")
        self.presses("Send application")
        self.reads("Application sent", "Your reference")

    def reads_the_status(self, application: Application, *sentences: str) -> None:
        self.opens("application-status", application.pk)
        self.reads(*sentences)


class Member(Person):
    """Sits on the panel."""

    def declares_no_interest(self, selection: Selection) -> None:
        self.opens("selection-overview", selection.pk)
        self.presses("Declare your interests")
        self.presses("Save, and no interest in any of the rest")

    def scores(self, application: Application, sheet: Mapping[str, int]) -> None:
        """Score the step in hand criterion by criterion, then check and finish it."""
        self.opens("application-score", application.pk)
        for code, value in sheet.items():
            self.gives(code, value)
        self.presses("Check and finish this step")
        self.presses("Finish my scores")
        self.reads("Your scores are finished. You can now see those of others who have finished.")

    def gives(self, code: str, value: int) -> None:
        """One score and its reason; saved on choosing, or by the button where no script runs."""
        part = self.page.get_by_role("region", name=f"{code}. ")
        label = LABELS[value] if code in {"1a", "1b", "2a"} else f"{value}: "
        reason = part.get_by_label("Your reason")
        if self.has_scripts:
            part.get_by_label(label).check()
            status = part.locator("[data-inline-score-status]")
            expect(status).to_contain_text("Saved.")
            reason.fill("The answers show it.")
            with self.page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
                reason.blur()
        else:
            part.get_by_label(label).check()
            reason.fill("The answers show it.")
            self.presses_in(part, "Save this score")
            self.reads("Saved.")


class Chair(Member):
    """Leads the panel."""

    def agrees(self, application: Application, sheet: Mapping[str, int]) -> None:
        self.opens("application-agree", application.pk)
        for code in sheet:
            part = self.page.get_by_role("region", name=f"{code}. ")
            automatic = part.get_by_role("button", name="Record 4", exact=True)
            if automatic.count():
                self.presses_in(part, "Record 4")
                continue
            part.get_by_label("Reason", exact=True).fill(f"You show {code} clearly.")
            self.presses_in(part, "Record what the panel agrees")

    def goes_on(self, selection: Selection, button: str, told: str) -> None:
        """One step of the selection that needs nothing typed."""
        self.opens("selection-overview", selection.pk)
        self.presses(button)
        self.reads(told)

    def fixes_the_order(self, selection: Selection) -> None:
        self.opens("selection-overview", selection.pk)
        self.presses("Fix the order of review")
        self.presses("Fix the order of review")
        self.reads("The order is fixed. Step 3 goes in this order.")

    def sets_the_cut_off(self, selection: Selection, value: int) -> None:
        self.opens("selection-overview", selection.pk)
        self.presses("Set the cut-off")
        self.reads("What each cut-off would do")
        self.page.get_by_label("Lowest total that is eligible").select_option(str(value))
        self.writes("From here on an application shows enough.", into="Why this cut-off?")
        self.presses("Set the cut-off")
        self.reads("The cut-off is set.")

    def gives_the_places(self) -> None:
        self.presses("Give the places")
        self.reads("The places are given. Prepare the proposal next.")

    def prepares_the_proposal(self, selection: Selection) -> None:
        self.opens("selection-overview", selection.pk)
        self.presses("Prepare the proposal")
        self.presses("Prepare the proposal")
        self.reads("The proposal is prepared. A second person must confirm it.")


class CommitteeMember(Person):
    """Decides."""

    def decides(self, selection: Selection, decision: str) -> None:
        self.opens("selection-overview", selection.pk)
        self.presses("Record the committee's decision")
        self.chooses(decision)
        self.writes("The set shows different ways of working.", into="The committee's reason")
        self.presses("Record the decision")
        self.reads("The decision is recorded. A second member must second it.")

    def seconds(self, selection: Selection) -> None:
        self.opens("selection-decision", selection.pk)
        self.presses("Second the decision")
        self.presses("Second the decision")
        self.reads("The decision is final.")


class Lead(Person):
    """Runs the programme."""

    def sends_the_letters(self, selection: Selection) -> None:
        self.opens("selection-overview", selection.pk)
        self.presses("Send the letters")
        self.presses("Send the letters")
        self.presses("Send the letters")
