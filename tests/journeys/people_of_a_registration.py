"""The people around an application to register, and what each of them does in the browser: those who apply."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core import mail

from registration.models import ManagerApplication, RegistrationApplication
from sandbox_portal.casework.relay import drain
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.demo.registration_walk import fill_in, fill_in_part
from sandbox_portal.people.clock import database_now
from tests.factories.people import PASSWORD

from .people_of_a_round import LETTER
from .person import Person

# What the applicant and the manager type; the rest is filled in as the demonstration does.
BY_HAND = frozenset(
    {"scope_result", "service_kinds", "takes_part", "no_personal_data", "legal_form", "registered_name"}
    | {"trading_name", "company_number", "condition_location", "condition_manager", "condition_sandbox", "declaration"}
)


class Reader(Person):
    """Anybody who gets letters from us."""

    def opens_mail(self, about: str) -> None:
        """Follow the first link in the newest mail with these words in its subject, as its reader would."""
        drain()
        found = [each for each in mail.outbox if each.to == [self.user.email] and about in each.subject]
        assert found, f"no mail about “{about}”: {[(each.to, each.subject) for each in mail.outbox]}"
        address = urlsplit(re.findall(r"https?://\S+", found[-1].body)[0]).path
        answer = self.page.goto(address)
        assert answer.status == 200, f"{address} answered {answer.status}: {self.everything_shown()}"

    def signs(self, name: str, role: str) -> None:
        """The declaration at the end of a form."""
        for box in self.page.get_by_role("checkbox").all():
            box.check()
        today = day_in_london(database_now())
        signed = {"Full name": name, "Role": role, "Day": today.day, "Month": today.month, "Year": today.year}
        for label, value in signed.items():
            self.writes(str(value), into=label)
        self.presses("Save and continue")

    def reads_what_was_noticed(self) -> None:
        """Warnings have to be read before one goes on; without any there is nothing to tick."""
        self.presses("Check your answers")
        if self.page.get_by_label("I have read what you noticed").count():
            self.presses("Save and continue", expecting=422)
            self.reads("There is a problem")
            self.chooses("I have read what you noticed")
            self.presses("Save and continue")


class Applicant(Reader):
    """Wants to be registered."""

    def asks_whether_to_register(self) -> None:
        """Nobody is signed in; one question a page."""
        self.opens("scope-start")
        self.presses("Start now")
        self.presses("Continue", expecting=422)
        self.reads("There is a problem", "Choose one of the answers")
        for answer in (
            *("Yes", "Yes, we help, or remind and stay", "Yes", "Yes"),
            "No, people can choose the care apart from their home",
            "We find, match, mentor or check carers who work with people",
        ):
            self.chooses(answer)
            self.presses("Continue")
        for choice in self.page.get_by_label("Yes", exact=True).all():
            choice.check()
        self.presses("Continue")
        self.reads("Your result", "You are likely to need registration as an umbrella body", "What to do next")

    def signs_in_and_keeps_the_result(self) -> None:
        self.presses("Sign in and save")
        self.writes(self.user.email, into="Email address")
        self.writes(PASSWORD, into="Password")
        self.presses("Sign in")
        self.reads("Save this result")
        self.writes("Our circles", into="What should we call it?")
        self.presses("Save")
        self.reads("The result is saved. Your colleagues can read it too.")

    def starts(self, organisation: str) -> RegistrationApplication:
        self.opens("home")
        self.follows("Apply to register")
        self.reads("Apply to register", organisation, "You are likely to need registration as an umbrella body")
        self.presses("Start")
        self.reads("Apply to be registered", "0 of 13 tasks done")
        found = RegistrationApplication.objects.select_related("case", "organisation")
        return found.get(organisation__name=organisation)

    def types_the_first_sections(self, application: RegistrationApplication) -> None:
        self.follows("What you are applying for")
        result = self.page.get_by_label("What did “Do you need to register?” tell you?")
        result.select_option(label="Our circles: You are likely to need registration as an umbrella body")
        self.presses("Save and continue")
        self.chooses("Shared care at home – umbrella body")
        self.presses("Save and continue")
        self.chooses("Yes")
        self.presses("Save and continue")
        self.reads("1 of 14 tasks done")
        self.follows("Keeping people's details private")
        self.chooses("Nothing we send holds names or other details of the people we support")
        self.presses("Save and continue")
        self.follows("Your organisation")
        self.chooses("Community interest company")
        self.presses("Save and continue")
        self.writes("Riverside Circles CIC", into="Full legal name")
        self.writes("Riverside Circles", into="Name you trade under, if it is another one (optional)")
        self.presses("Save and continue")
        self.writes("12", into="What is your company number?")
        self.presses("Save and continue")
        self.reads("There is a problem", "Enter the company number: 8 numbers, or 2 letters and 6 numbers")
        self.writes("09876543", into="What is your company number?")
        self.presses("Save and continue")
        fill_in(application, at=database_now(), leaving=BY_HAND)

    def agrees_to_the_conditions_and_signs(self, application: RegistrationApplication) -> None:
        self.opens("response-task-list", application.pk)
        self.follows("Conditions")
        for box in self.page.get_by_role("checkbox").all():
            box.check()
        self.presses("Save and continue")
        self.follows("Declaration")
        self.signs("Amina Rook", "Chair")
        self.reads("13 of 14 tasks done")  # a place waits for its manager

    def names_a_manager(self, application: RegistrationApplication, manager: Person) -> None:
        self.opens("response-task-list", application.pk)
        self.follows("Name a registered manager")
        self.presses("Ask them", expecting=422)
        self.writes(manager.user.name, into="Full name")
        self.writes(manager.user.email, into="Email address")
        self.presses("Ask them")
        self.reads(f"We have written to {manager.user.name}.", "Asked")

    def cannot_send_yet(self, application: RegistrationApplication) -> None:
        self.opens("registration-send", application.pk)
        self.reads("Your application cannot be sent yet", "Nothing is lost: everything you typed is kept.")

    def sends(self, application: RegistrationApplication) -> None:
        self.opens("response-task-list", application.pk)
        self.reads_what_was_noticed()
        self.presses("Continue to send")
        self.presses("Send application")
        self.reads("Application sent", "Your reference")
        drain()

    def reads_the_status(self, application: RegistrationApplication, *sentences: str) -> None:
        self.opens("registration-status", application.pk)
        self.reads(*sentences)

    def answers_what_was_asked(self, application: RegistrationApplication) -> None:
        self.opens("registration-status", application.pk)
        self.presses("Answer what we ask")
        self.reads("Please look at 1 answer again", "Say who holds the key of the cabinet.")
        self.follows_one_that_says("^Change")
        answer = self.page.get_by_role("textbox").first
        answer.fill(f"{answer.input_value()} Ann and Amina hold a key each.")
        self.presses("Save and continue")
        self.presses("Send back to us")
        self.reads("Thank you. Your answers are with us again.")

    def agrees_to_the_visit(self, application: RegistrationApplication, place: str) -> None:
        self.opens_mail("A letter from us is waiting for you")
        self.reads("We would like to visit you", "This day is sooner than five working days from now.")
        self.opens("registration-status", application.pk)
        self.follows_one_that_says("^Tell us whether it suits you")
        self.reads("Our visit", place, "We only come if you agree.")
        self.chooses("Yes")
        self.presses("Send your answer")
        self.reads("Thank you. We have your answer.", "Agreed")

    def mends_what_is_listed(self, application: RegistrationApplication) -> None:
        """From the letter's page to the list, and only what stands there."""
        self.opens_mail("A letter from us is waiting for you")
        self.reads("Say what people pay in an hour.", "Ring us if the list is unclear.")
        self.opens("registration-status", application.pk)
        self.reads("Returned: some things are missing", "Say what people pay in an hour.")
        self.presses("Mend and send again")
        self.presses("Open it again")
        self.reads("Your application is open again. All your answers are there.")
        self.follows("Where the money comes from")
        answer = self.page.get_by_role("textbox").first
        answer.fill(f"{answer.input_value()} An hour costs £21.")
        self.presses("Save and continue")

    def speaks_against_it(self, application: RegistrationApplication) -> None:
        """Representations: the paper first, then the words, once."""
        self.opens("registration-notice", application.pk)
        self.reads("Notice of proposal: refuse to register", "The last day to answer is")
        self.follows("Tell us why you do not agree")
        self.page.get_by_label("A paper to send with it").set_input_files(LETTER)
        self.presses("Add this paper")
        self.reads("The paper is added.", LETTER.name)
        self.presses("Send your representations", expecting=422)
        self.writes("The rota shows that nobody was alone.", into="Your representations")
        self.presses("Send your representations")
        self.reads("We have your representations. Somebody who had no part in the proposal will read them.")

    def reads_the_certificate_and_what_to_do_now(self, folder: Path) -> None:
        self.opens("home")
        self.follows_one_that_says("^Riverside Circles CIC, ")
        self.reads("Registered", "What to do now you are registered", "Show your certificate")
        paper = self.saves(
            self.page.get_by_role("link", name=re.compile("^Certificate .*PDF")), folder / "certificate.pdf"
        )
        assert paper.read_bytes()[:4] == b"%PDF"
        self.follows_one_that_says("It is done ?: Show your")
        self.presses("Yes, it is done")
        self.reads("Done")


def finds_it_in_the_register(reader: Person, words: str) -> None:
    """Anybody, without an account."""
    reader.opens("register-search")
    reader.follows("Riverside Circles CIC")
    reader.reads("Riverside Circles CIC", "Umbrella body for personal assistants", "Registered", "Ann Hollis", words)


class Manager(Reader):
    """Answers for the care from day to day, and for nobody else's words."""

    def accepts_the_invitation(self, organisation: str) -> None:
        self.opens_mail("invites you to the team")
        self.presses("Accept the invitation")
        self.reads(f"You are in the team of {organisation}.")

    def writes_and_declares_the_own_part(self) -> None:
        self.opens_mail("asks you to be its registered manager")
        self.presses("Yes, begin my part")
        part: Any = ManagerApplication.objects.select_related("case", "person").get(person=self.user)
        fill_in_part(part, at=database_now(), leaving=BY_HAND)
        self.opens("response-task-list", part.pk)
        self.follows("Conditions")
        self.page.get_by_role("checkbox").check()
        self.presses("Save and continue")
        self.follows("Declaration")
        self.signs(self.user.name, "Manager")
        self.reads_what_was_noticed()
        self.presses("Continue to declare")
        self.presses("Declare")
        self.reads("Declared")
