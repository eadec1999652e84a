"""Messages on the sent application of each world."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from sandbox_portal.casework.actions.messages import open_messages
from sandbox_portal.casework.models import Case
from sandbox_portal.documents.actions.messages import send_message
from sandbox_portal.documents.models import MessageFile
from tests.factories.worlds import World, builds


@builds(place=46)
def build(world: World) -> None:
    """A message of the lead that was opened, and one of the organisation with a file that was not."""
    applications = Case.objects.filter(organisation=world.things["organisation"], reference__isnull=False)
    case = applications.exclude(stage="draft").first()
    lead, owner = world.people["programme_lead"], world.people["provider"]
    send_message(case, text=world.canary("Message", "question"), key=uuid4(), by=lead, at=world.at)
    open_messages(case, by=owner, at=world.at)
    file = SimpleUploadedFile(f"{world.canary('MessageFile', 'name')}.txt", b"Two pages.")
    sent = send_message(case, text=world.canary("Message", "answer"), key=uuid4(), files=[file], by=owner, at=world.at)
    world.ids_of["case-messages"] = world.ids_of["case-messages-open"] = {"case": case.pk}
    world.ids_of["message-withdraw"] = {"message": sent.pk}
    world.ids_of["message-file"] = {"file": MessageFile.objects.get(message=sent).pk}
