"""From “do I need to register?” to the public register, by everybody who has a part in it, in real browsers.

On a phone: from the first question to the certificate. At a desk: an application that comes back. Without scripts: a
proposal to refuse, and what is said against it.
"""

import pytest
from django.db import transaction

from sandbox_portal.casework.outbox import load_handlers
from sandbox_portal.casework.relay import drain
from sandbox_portal.people.choices import Role
from tests.factories.assessments import REFUSE, recommended
from tests.factories.people import make_organisation, make_staff, make_user
from tests.factories.registration import make_registration, published_tree
from tests.registration.form_scene import load_words, takes_part

from .officers_of_a_registration import PLACE, Inspector, RegistrationManager
from .people_of_a_registration import Applicant, Manager, finds_it_in_the_register
from .people_of_a_round import LETTER
from .person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAYING = "Where the money comes from"
NARROW = {"width": 375, "height": 812}


@pytest.fixture
def words() -> None:
    """What is loaded before anybody comes: questions, letters, reasons."""
    load_handlers()
    load_words()
    published_tree()


def test_from_the_first_question_to_the_public_register(words, open_page, tmp_path):
    owner = make_user("Amina Rook", "amina@riverside-circles.example")
    organisation = make_organisation("Riverside Circles CIC", owner=owner)
    takes_part(organisation, owner)
    applicant = Applicant(open_page, None, phone=True)
    applicant.user = owner
    applicant.page.set_viewport_size(NARROW)
    manager = Manager(open_page, make_user("Ann Hollis", "ann@riverside-circles.example"))
    inspector = Inspector(open_page, make_staff(Role.REGISTRATION_INSPECTOR))
    head = RegistrationManager(open_page, make_staff(Role.REGISTRATION_MANAGER))
    applicant.asks_whether_to_register()
    applicant.signs_in_and_keeps_the_result()
    application = applicant.starts(organisation.name)
    applicant.types_the_first_sections(application)
    applicant.names_a_manager(application, manager)
    applicant.agrees_to_the_conditions_and_signs(application)
    applicant.cannot_send_yet(application)
    manager.accepts_the_invitation(organisation.name)
    manager.writes_and_declares_the_own_part()
    applicant.sends(application)

    inspector.begins_to_check(application)
    inspector.accepts(application)
    head.gives_it_to(inspector, application)
    inspector.begins(application)
    inspector.asks_for_information(application)
    applicant.reads_the_status(application, "We wait for your answer")
    applicant.answers_what_was_asked(application)
    inspector.takes_the_answer(application)
    visit = inspector.plans_a_visit(application)
    applicant.agrees_to_the_visit(application, PLACE)
    inspector.writes_down_the_visit(visit)
    inspector.writes_down_the_assessment(application, "Ann Hollis", view="Met")
    inspector.recommends(
        application, "Register as applied for", "What was shown meets the regulations", "It was all shown."
    )
    head.checks_and_registers(application)
    drain()
    applicant.reads_the_status(application, "Registered")
    applicant.reads_the_certificate_and_what_to_do_now(tmp_path)
    finds_it_in_the_register(Person(open_page, None), "Registered under a trial service type of Round 4.")


def test_an_application_that_comes_back_is_mended_where_the_list_says(words, open_page):
    application = make_registration(make_organisation("Kingfisher Care", owner=make_user("Morgan Vale")))
    applicant = Applicant(open_page, application.sent_by)
    inspector = Inspector(open_page, make_staff(Role.REGISTRATION_INSPECTOR))

    inspector.begins_to_check(application)
    inspector.lists(application, PAYING, "A fact is unclear", "Say what people pay in an hour.")
    inspector.returns("Ring us if the list is unclear.")
    applicant.mends_what_is_listed(application)
    applicant.sends(application)

    applicant.reads_the_status(application, "How often you sent it 2")
    inspector.begins_to_check(application)
    inspector.reads("What was changed since it came back (attempt 2)", PAYING, "Was on the list", "An hour costs £21.")
    inspector.reads_nothing_of("Was not on the list")


def test_a_proposal_to_refuse_is_answered_and_decided_by_somebody_else(words, open_page):
    with transaction.atomic():
        scene = recommended(REFUSE, make_organisation("Moor Carers", owner=make_user("Robin Hale")))
    people = (scene.owner, scene.manager, scene.second)
    applicant, first, second = (
        kind(open_page, user, javascript=False)
        for kind, user in zip((Applicant, RegistrationManager, RegistrationManager), people, strict=True)
    )

    first.proposes_to_refuse(scene.application)
    applicant.speaks_against_it(scene.application)
    first.cannot_decide(scene.application)
    second.considers_and_decides(scene.application, LETTER.name)

    applicant.reads_the_status(scene.application, "We have decided to refuse")
    applicant.opens("registration-notice", scene.application.pk)
    applicant.reads("Notice of decision: refuse to register", "The last day to appeal to the First-tier Tribunal")
