"""The people around the assessment of a council and its journey, and what each of them does in the browser."""

from datetime import date, timedelta

from inspection.models import Assessment, ImprovementPlan, JourneyProposal
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.clock import database_now

from .people_of_an_inspection import Inspector, Manager
from .person import Person

SCORES = {
    "T1.1": "1: Significant shortfalls",
    "T1.2": "1: Significant shortfalls",
    "T2.1": "2: Some shortfalls",
}
WHY = "People wait for many months, as the records say."
SUMMARY = "People wait too long in this district before anybody talks with them."
RISK = "People who cannot wash by themselves wait for months."
VOICE = "We agree, and have begun already."
DECIDED = "People must not wait any longer."
PLAIN = "We found a serious or lasting risk to people. The council follows a plan to put it right, with more help."


def in_days(days: int) -> date:
    return day_in_london(database_now()) + timedelta(days=days)


class ManagerOfCouncils(Manager):
    """Begins the assessment of a council, and decides about its journey."""

    def begins_with_a_council(self, council: object, framework: str, lead: str, second: str) -> Assessment:
        self.opens("assessment-find-council")
        self.reads(council.name)
        self.opens("assessment-start-council", council.pk)
        self.chooses(framework)
        self.writes("It has never been assessed.", into="Why is it assessed now?")
        self.presses("Begin to plan")
        assessment = Assessment.objects.get(organisation=council, case__closed_at=None)
        self.names_the_team(assessment, lead, second)
        return assessment

    def asks_the_council(self, proposal: JourneyProposal) -> None:
        self.opens("journey-ask", proposal.council_id, proposal.pk)
        self.presses("Ask the council")
        self.reads("The council has a letter", "Themes, for colleagues alone", "Theme T1")

    def decides(self, proposal: JourneyProposal) -> None:
        self.opens("journey-decide", proposal.council_id, proposal.pk)
        self.reads(VOICE)
        self.chooses("The council comes to level 1")
        self.writes(DECIDED, into="Why?")
        self.dates("By which day are things to be better?", in_days(120))
        self.chooses("Yes, the plain words and nothing else")
        self.presses("Decide")
        self.reads("It is decided. The council gets a letter.", "Level 0 to level 1")

    def signs_off(self, plan: ImprovementPlan) -> None:
        self.opens("plan-step", plan.pk, "sign_off")
        self.writes("Nobody waits for more than four weeks.", into="What has got better?")
        self.presses("Sign the plan off")
        self.reads("The plan is signed off.")


class InspectorOfCouncils(Inspector):
    """Of the team that assesses the council, and follows its plan afterwards."""

    def notes_what_is_on_record(self, assessment: Assessment) -> None:
        self.opens("evidence-add", assessment.pk)
        self.writes("The records of last year show a wait of seven months.", into="What did you see, hear or read?")
        self.chooses("People", "A paper or a record", "From papers and figures we read")
        self.chooses("Theme T1: T1 s1", "Theme T1: T1 s2", "Theme T2: T2 s1")
        self.writes("Records of the council", into="Where exactly?")
        self.dates("On which day?", in_days(0))
        self.chooses("A concern", "Everybody who reads this assessment")
        self.presses("Keep it")
        self.reads("The evidence is kept.", "counted once")

    def scores_the_council(self, assessment: Assessment) -> None:
        for code, score in SCORES.items():
            self.opens("assessment-score-statement", assessment.pk, code)
            self.chooses(score)
            self.writes(WHY, into="The reasons (optional)")
            self.presses("Keep these scores")
        self.opens("assessment-trace", assessment.pk)
        self.reads("Theme T1", "Theme T2", "33.3", "rounded to 33%", "inadequate")
        self.takes("finish_scoring", "Finish the scores and write the report", assessment)

    def notes_a_serious_risk(self, assessment: Assessment) -> JourneyProposal:
        """Level 1 is proposed by it, as the rating is inadequate too."""
        self.opens("assessment-risk", assessment.pk)
        self.writes(RISK, into="What is the risk?")
        self.presses("Note it")
        return JourneyProposal.objects.get(assessment=assessment)

    def sends_the_report_to_be_checked(self, assessment: Assessment) -> None:
        self.writes_section(assessment, "summary", SUMMARY)
        self.takes("send_to_check", "Send the draft to be checked", assessment)

    def agrees(self, plan: ImprovementPlan) -> None:
        self.opens("plan-detail", plan.pk)
        self.reads("Action 1", "No wait above four weeks")
        self.opens("plan-step", plan.pk, "agree")
        self.presses("Agree the plan")
        self.reads("The plan is agreed.")

    def reviews(self, plan: ImprovementPlan) -> None:
        for review in plan.reviews.order_by("number"):
            self.opens("plan-review", plan.pk, review.pk)
            self.chooses("Going as planned")
            self.writes("Fewer people wait than at the start.", into="What did you find?")
            self.presses("Keep the review")
            self.reads("The review is kept")


class OfTheCouncil(Person):
    """Speaks for the council, with a phone."""

    def says_nothing_is_wrong(self, assessment: Assessment) -> None:
        self.opens("report-own-draft", assessment.pk)
        self.reads(SUMMARY)
        self.opens("report-send-points", assessment.pk)
        self.reads("You say that nothing is wrong.")
        self.presses("Send")

    def says_what_it_thinks(self, proposal: JourneyProposal) -> None:
        self.opens("home")
        self.reads("Say what")
        self.opens("journey-own", proposal.council_id)
        self.reads("We propose: Level 0 to level 1", RISK)
        self.reads_nothing_of("Theme T1")
        self.presses("Say what you think")
        self.writes(VOICE, into="What does your council say?")
        self.presses("Send it")
        self.reads("Thank you.")

    def writes_the_plan(self, plan: ImprovementPlan) -> None:
        """What is typed and not finished is there again when the phone is picked up later."""
        self.opens("home")
        self.reads("Improvement plan for")
        for number, finding in enumerate(plan.findings.order_by("number")):
            self.opens("plan-action-add", plan.pk, finding.pk)
            self.writes("Talk with everybody within four weeks.", into="What will you do?")
            if number == 0:
                self.page.get_by_text("Saved at").wait_for()
                self.opens("plan-action-add", plan.pk, finding.pk)
                self.reads("It is not sent yet, and nobody else can read it.")
            self.writes("The director of care", into="Who will do it?")
            self.dates("By when?", in_days(60))
            self.writes("No wait above four weeks", into="How will you see that it worked?")
            self.presses("Put it into the plan")
        self.opens("plan-step", plan.pk, "send_plan")
        self.presses("Send the plan")
        self.reads("Your plan is with us.")

    def tells_that_all_is_done(self, plan: ImprovementPlan) -> None:
        for action in plan.actions.order_by("number"):
            self.opens("plan-progress", plan.pk, action.pk)
            self.chooses("Done")
            self.writes("Everybody was talked with.", into="How does it go?")
            self.presses("Tell us")
        self.reads("Thank you. We have noted how it goes.")


class Resident(Person):
    """Lives in the district, and reads what is public."""

    def reads_the_report(self, assessment: Assessment) -> None:
        self.opens("report-list")
        self.reads(assessment.subject_name)
        self.opens("report-public", assessment.pk)
        self.reads("Inadequate", SUMMARY, "T1 s1", "33%")
        self.reads_nothing_of(WHY, RISK, "[E1]", "Records of the council", "25%", "50%")

    def reads_what_the_level_means(self, council: object) -> None:
        self.opens("journey-public", council.pk)
        self.reads(PLAIN)
        self.reads_nothing_of(RISK, VOICE, DECIDED, "Level 1")
