"""The file of an organisation for the two worlds: what it said, what it said differently since, and what it used."""

from sandbox_portal.casework.models import Case
from sandbox_portal.lookup.choices import PublicList
from sandbox_portal.lookup.models import ListedCompany, ListedLocation, ListImport
from sandbox_portal.people.clock import database_now
from sandbox_portal.questions.actions.kept import correct_fact
from sandbox_portal.questions.models import KeptAnswer, KeptAnswerUpdate, ToldBefore
from sandbox_portal.questions.queries import response_of
from tests.factories.worlds import World, builds


@builds(place=45)
def build(world: World) -> None:
    """A fact somebody wrote, one that was sent in other words, and one that was used in a draft."""
    organisation, writer = world.things["organisation"], world.people["provider"]
    words = world.canary("KeptAnswer", "raw")
    told = KeptAnswer.objects.filter(organisation=organisation, key="short_description")  # by what it has sent
    there = told.order_by("-version").first()
    said = {"raw": words, "version": there.version if there else 0}
    kept = correct_fact(organisation, key="short_description", **said, by=writer, at=database_now())
    response = response_of(Case.objects.get(organisation=organisation, kind="sandbox_application", stage="draft"))
    update = KeptAnswerUpdate.objects.create(
        response=response,
        organisation=organisation,
        key="short_description",
        raw=world.canary("KeptAnswerUpdate", "raw"),
        said_by=writer,
        said_at=database_now(),
        offered_at=database_now(),
    )
    ToldBefore.objects.create(
        response=response,
        question_key="short_description",
        kept_answer=kept,
        was_used=True,
        answered_by=writer,
        answered_at=database_now(),
    )
    file = {"organisation": organisation.pk}
    world.ids_of["organisation-facts"] = file
    world.ids_of["organisation-facts-data"] = {**file, "form": "json"}
    world.ids_of["organisation-fact"] = world.ids_of["organisation-fact-take-out"] = {
        **file,
        "fact": "short_description",
    }
    world.ids_of["organisation-fact-update"] = {**file, "update": update.pk}
    world.ids_of["response-told-before"] = {"case": response.case_id}
    place = {"case": response.case_id, "section": "your-organisation", "question": "organisation_name"}
    world.ids_of["response-use-told"] = place
    world.ids_of["response-look-up"] = {**place, "which": "companies"}
    ListedCompany.objects.get_or_create(number="90000001", defaults={"name": "LANTERN NEIGHBOURS CIC"})
    sample = {"name": "Lantern, Saltby", "provider_number": "1-9000000002", "provider_name": "Lantern Neighbours"}
    ListedLocation.objects.get_or_create(number="1-9000000012", defaults=sample)
    lists = {"file_name": "companies.csv", "sha256": "0" * 64, "rows": 1, "refused": 0}
    ListImport.objects.get_or_create(which=PublicList.COMPANIES, defaults=lists)
