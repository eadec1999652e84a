"""The people around the assessment of a service, and what each of them does in the browser."""

from inspection.models import Assessment, EvidenceItem
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.clock import database_now
from tests.factories.reports import TEXTS

from .person import Person

SCORED = {"S1": "3: A good standard", "S2": "4: An exceptional standard", "W1": "3: A good standard"}
KINDS = ("People", "Staff")
WRONG = "There were three carers in spring, not two."
SAFE, ENOUGH = TEXTS["area-safe"], "There are enough carers every day."
RIGHT = SAFE.replace(ENOUGH, "Three carers came in spring.")


class Staff(Person):
    """Works in inspection."""

    def takes(self, step: str, button: str, assessment: Assessment, *, because: str = "", label: str = "") -> None:
        """One step of the assessment, from its page."""
        self.opens("assessment-step", assessment.pk, step)
        if because:
            self.writes(because, into=label)
        self.presses(button)


class Manager(Staff):
    """Begins assessments, reads what the team found, and publishes."""

    def begins(self, service: object, framework: str, lead: str, second: str) -> Assessment:
        self.opens("assessment-start", service.pk)
        self.chooses(framework)
        self.writes("It has never been assessed.", into="Why is it assessed now?")
        self.presses("Begin to plan")
        assessment = Assessment.objects.get(service=service, case__closed_at=None)
        self.names_the_team(assessment, lead, second)
        return assessment

    def names_the_team(self, assessment: Assessment, lead: str, second: str) -> None:
        self.opens("assessment-team", assessment.pk)
        self.page.get_by_label("Lead inspector", exact=True).select_option(label=f"{lead}, in no open assessment")
        self.chooses(f"{second}, in no open assessment")
        self.presses("Keep the team")
        self.reads(lead, second, "Has not said yet")

    def lets_it_be_scored(self, assessment: Assessment) -> None:
        self.takes("start_scoring", "Let the team score", assessment)
        self.reads("The team can score it now.")

    def sends_the_draft(self, assessment: Assessment, summary: str = TEXTS["summary"]) -> None:
        self.opens("report-preview", assessment.pk)
        self.reads(summary, "2.1")
        self.takes("send_draft", "Send the draft to the organisation", assessment)
        self.reads("The draft is sent.")

    def answers_the_point(self, assessment: Assessment) -> None:
        """By somebody who had no part in the visits."""
        self.opens("report-points", assessment.pk)
        self.reads(WRONG)
        self.follows("Answer point 1")
        self.chooses("Accepted")
        self.writes("The rota of April says so.", into="Why?")
        self.presses("Keep the answer")
        self.reads("The answer is kept.")

    def publishes(self, assessment: Assessment) -> None:
        self.takes("publish", "Publish the report", assessment)
        self.reads("The report is published.")


class Inspector(Staff):
    """Of the team; one of them leads."""

    def says_that_nothing_ties_them(self, assessment: Assessment) -> None:
        self.opens("assessment-interest", assessment.pk)
        self.chooses("No, nothing does")
        self.presses("Say so")

    def plans(self, assessment: Assessment) -> None:
        self.opens("assessment-plan", assessment.pk)
        today = day_in_london(database_now())
        self.dates("First day", today)
        self.dates("Last day", today)
        self.chooses("Yes, with a letter")
        self.presses("Keep the plan")
        self.takes("announce", "Announce it to the organisation", assessment)
        self.takes("begin", "Begin to gather evidence", assessment)

    def adds_evidence(self, assessment: Assessment, text: str) -> EvidenceItem:
        """First with a name in it, which comes back; then with a code."""
        self.opens("evidence-add", assessment.pk)
        self.writes(f"Mary Smith and {text}", into="What did you see, hear or read?")
        self.chooses(
            "People", "Said by somebody who uses the service", "Feedback somebody sent or told us", "Safe: Learning"
        )
        self.writes("A talk by telephone", into="Where exactly?")
        self.dates("On which day?", day_in_london(database_now()))
        self.chooses("A strength", "Everybody who reads this assessment")
        self.presses("Keep it", expecting=422)
        self.reads("nothing is lost", "Use a code")
        self.writes(f"P1 and {text}", into="What did you see, hear or read?")
        self.presses("Keep it")
        return EvidenceItem.objects.get(assessment=assessment)

    def closes_the_evidence(self, assessment: Assessment) -> None:
        label = "If evidence is missing: why is it enough? (optional)"
        self.takes("close_evidence", "Close the evidence", assessment, because="Only five people use it.", label=label)
        self.reads("The evidence is closed.")

    def scores(self, assessment: Assessment) -> None:
        for code, score in SCORED.items():
            self.opens("assessment-score-statement", assessment.pk, code)
            for kind in KINDS:
                group = self.page.get_by_role("group", name=f"{kind}: score", exact=True)
                group.get_by_label(score, exact=True).check()
            self.presses("Keep these scores")
        self.opens("assessment-trace", assessment.pk)
        self.reads("Safe: outstanding", "That is 87.5%, rounded to 88%.", "Well-led: good")
        self.takes("finish_scoring", "Finish the scores and write the report", assessment)
        self.reads("The result is kept.")

    def writes_the_report(self, assessment: Assessment) -> None:
        self.opens("report-desk", assessment.pk)
        self.reads("“Summary” is not written yet.")
        for key, text in TEXTS.items():
            self.writes_section(assessment, key, text)
        self.opens("report-desk", assessment.pk)
        self.reads("Everything that must be there is written and names its evidence.", "No sentence stands twice")
        self.takes("send_to_check", "Send the draft to be checked", assessment)

    def writes_section(self, assessment: Assessment, key: str, text: str) -> None:
        self.opens("report-section", assessment.pk, key)
        self.page.locator("#id_text").fill(text)
        self.presses("Save this section")

    def writes_what_was_accepted(self, assessment: Assessment) -> None:
        self.writes_section(assessment, "area-safe", RIGHT)
        self.opens("report-changes", assessment.pk)
        self.reads(ENOUGH, "Three carers came in spring.")
        self.finishes_the_report(assessment)

    def finishes_the_report(self, assessment: Assessment) -> None:
        self.takes("finish_report", "Finish the report", assessment)
        self.reads("The report is final.")


class Assessed(Person):
    """Runs the service that is assessed, with a phone."""

    def reads_that_it_is_announced(self, assessment: Assessment) -> None:
        self.opens("assessment-own", assessment.pk)
        self.reads("Our assessment of", "Nobody has to talk with us")

    def says_what_is_wrong(self, assessment: Assessment) -> None:
        self.opens("report-own-draft", assessment.pk)
        self.reads(ENOUGH)
        self.opens("report-say-point", assessment.pk, 2, 2)
        self.chooses("A fact is wrong")
        self.writes(WRONG, into="What is wrong, and what should it say?")
        self.presses("Keep this point")
        self.reads("Your point is kept.", WRONG)
        self.opens("report-send-points", assessment.pk)
        self.presses("Send")
        self.reads("Thank you.")


class Neighbour(Person):
    """Anybody, who reads what is published."""

    def reads_the_report(self, assessment: Assessment) -> None:
        self.opens("report-public", assessment.pk)
        self.reads("Outstanding", "Good", "Three carers came in spring.", TEXTS["summary"])
        self.reads_nothing_of(ENOUGH, WRONG, "A talk by telephone", "[E1]", "P1")
        self.opens("service-detail", assessment.service_id)
        self.reads("Safe", "Outstanding")
