"""The people around an application to register, and what each of them does in the browser: those who decide."""

from datetime import timedelta

from inspection.models import AssessmentVisit
from registration.models import RegistrationApplication
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.clock import database_now
from tests.documents.samples import photo

from .people_of_a_registration import Reader

PLACE = "4 Weir Lane, Bath"


class Officer(Reader):
    """Works in registration."""

    def begins_to_check(self, application: RegistrationApplication) -> None:
        self.opens("registration-file", application.pk)
        self.presses("Begin to check it")
        self.presses("Begin")
        self.reads("You check this application now.", "Is anything missing or wrong?")

    def lists(self, application: RegistrationApplication, question: str, reason: str, words: str) -> None:
        """One thing that is missing, said to those who applied."""
        self.opens("registration-check", application.pk)
        self.follows(f"Something is missing : {question}")
        self.chooses(reason)
        self.writes(words, into="What should the applicant do?")
        self.presses("Put on the list")
        self.reads("It is on the list.", words)

    def returns(self, note: str) -> None:
        self.presses("Return as incomplete")
        self.writes(note, into="Is there something to say about the whole? (optional)")
        self.presses("Return it")
        self.reads("The application is returned, and the letter is on its way.")

    def accepts(self, application: RegistrationApplication) -> None:
        self.opens("registration-check", application.pk)
        self.presses("Accept for assessment")
        self.presses("Accept")
        self.reads("The application is accepted, and the letter is on its way.")


class Inspector(Officer):
    """Assesses."""

    def begins(self, application: RegistrationApplication) -> None:
        self.opens("registration-assessment", application.pk)
        self.follows("Begin the assessment")
        self.presses("Begin")
        self.reads("The assessment has begun.")

    def asks_for_information(self, application: RegistrationApplication) -> None:
        self.opens("registration-assessment", application.pk)
        self.follows("Ask for information")
        self.follows("Ask again Records and working away")
        self.chooses("A fact is unclear")
        self.writes("Say who holds the key of the cabinet.", into="What should the applicant do?")
        self.presses("Add to what we ask again")
        self.presses("Send back to the applicant")
        self.reads("1 answer is with the applicant now.")

    def takes_the_answer(self, application: RegistrationApplication) -> None:
        self.opens("response-ask-again", application.pk)
        self.reads("Ann and Amina hold a key each.")
        self.chooses("Accept")
        self.presses("Save these decisions")

    def writes_down_the_assessment(self, application: RegistrationApplication, manager: str, *, view: str) -> None:
        self.opens("registration-assessment", application.pk)
        for key in ("Safe", "Effective", "Caring", "Responsive", "Well-led"):
            self.follows(f"Write {key}")
            self.writes("The answers, and three files.", into="What did you look at?")
            self.chooses(view)
            self.writes(f"{key}: this was shown.", into="Why is this your view?")
            self.presses("Save this record")
        self.follows("Write down an interview")
        today = day_in_london(database_now())
        self.chooses(manager, "By video")
        for box, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
            self.writes(str(value), into=box)
        self.writes("Who can stop a carer tonight?", into="What did you ask?")
        self.writes("Whoever is on call.", into="What did you hear?")
        self.presses("Save this interview")
        self.reads("The interview is saved.", "Whoever is on call.")
        self.follows(f"Say whether {manager} is fit")
        self.chooses("Fit")
        self.writes("Knows the work and the law.", into="Why is this your view?")
        self.presses("Save this view")
        self.follows("Say whether the provider is ready")
        self.chooses("Ready")
        self.writes("A small beginning, well planned.", into="Why is this your view?")
        self.presses("Save this view")

    def plans_a_visit(self, application: RegistrationApplication) -> AssessmentVisit:
        """For tomorrow: short notice, so the organisation has to agree."""
        tomorrow = day_in_london(database_now()) + timedelta(days=1)
        self.opens("registration-assessment", application.pk)
        self.follows("Plan a visit")
        for box, value in (("Day", tomorrow.day), ("Month", tomorrow.month), ("Year", tomorrow.year)):
            self.writes(str(value), into=box)
        self.writes("10:30", into="Time")
        self.chooses("At their office, or where they work from")
        self.writes(PLACE, into="Where is it, or how do they join? (optional)")
        self.presses("Plan it")
        self.reads("The visit is planned.", "The visit counts only once the organisation has agreed to this day.")
        return AssessmentVisit.objects.get(case=application.case_id)

    def writes_down_the_visit(self, visit: AssessmentVisit) -> None:
        """Photos first, then words; the record counts once each photo says what is seen."""
        AssessmentVisit.objects.filter(pk=visit.pk).update(starts_at=database_now() - timedelta(minutes=1))
        self.opens("registration-assessment", visit.case_id)
        self.reads("The organisation agrees to this day")
        self.opens("visit-detail", visit.case_id, visit.pk)
        self.follows("Add photos")
        self.page.get_by_label("Choose photos", exact=True).set_input_files(
            {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photo()}
        )
        self.presses("Add the photos")
        self.reads("1 photo is with the visit now.")
        self.writes("The rota on the wall of the office", into="What is seen on photo 1?")
        self.chooses("No person, and nobody's home")
        self.presses("Save")
        self.follows("Write the visit down")
        self.chooses("Originals of insurance certificates")
        self.writes(
            "Three files, all of them whole.", into="What do the records of carers and of people show? (optional)"
        )
        self.writes("C1 said yes.", into="How did the people you met agree to talk with you?")
        self.chooses("Yes")
        self.writes("A small and careful service.", into="What did you find, as a whole?")
        self.presses("Keep the record")
        self.reads("The visit is written down.", "A small and careful service.", "The rota on the wall of the office")
        assert self.page.locator("img.app-photo").evaluate("picture => picture.decode().then(() => true)")

    def recommends(self, application: RegistrationApplication, outcome: str, reason: str, words: str) -> None:
        self.opens("registration-assessment", application.pk)
        self.follows("Make the recommendation")
        self.chooses(outcome, reason)
        self.writes(words, into="The reasons in your own words")
        self.presses("Make the recommendation")
        self.reads("Your recommendation is made. A registration manager checks it.", outcome)


class RegistrationManager(Officer):
    """Gives applications to inspectors, checks what they recommend, and signs."""

    def gives_it_to(self, inspector: Officer, application: RegistrationApplication) -> None:
        self.opens("registration-file", application.pk)
        self.presses("Give to an inspector")
        self.chooses(inspector.user.name)
        self.presses("Give the application to this inspector")
        self.reads("The inspector has the application now.", inspector.user.name)

    def checks_and_registers(self, application: RegistrationApplication) -> None:
        self.opens("registration-assessment", application.pk)
        self.follows("Register as applied for")
        self.reads("What the inspector recommends", "What was shown meets the regulations")
        self.presses("Sign and register")
        self.reads("The service is registered, and the notice of decision is served.")

    def proposes_to_refuse(self, application: RegistrationApplication) -> None:
        self.opens("registration-assessment", application.pk)
        self.follows("Serve a notice of proposal")
        self.presses("Sign and serve the notice")
        self.reads("The notice of proposal is served. The organisation has 28 days to answer.")

    def cannot_decide(self, application: RegistrationApplication) -> None:
        """Whoever proposed it does not consider what is said against it."""
        self.opens("registration-assessment", application.pk)
        self.reads("Representations being considered")
        assert self.page.get_by_role("link", name="Serve a notice of decision", exact=True).count() == 0

    def considers_and_decides(self, application: RegistrationApplication, paper: str) -> None:
        self.opens("registration-assessment", application.pk)
        self.follows("Serve a notice of decision")
        self.reads("What the organisation says to the proposal", "The rota shows that nobody was alone.", paper)
        self.chooses("Decide as was proposed")
        self.presses("Sign and serve the notice")
        self.reads("The notice of decision is served. The organisation has 28 days to appeal.")
