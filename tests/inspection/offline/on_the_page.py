"""What the tests of a tablet in a browser do on its page."""

import io

from django.test import Client
from PIL import Image
from stack.packages import browser

from inspection.models import EvidenceItem
from sandbox_portal.documents import storage
from tests.factories.inspection import LEARNING
from tests.signing_in import sign_in

TABLET = {"viewport": {"width": 820, "height": 1180}, "locale": "en-GB"}
NOTE = {"kind": "observation", "category": "people", "direction": "neutral", "source": "Hall", "statements": [LEARNING]}
ANY = "html[data-capture=ready]"


def open_capture(page, visit):
    page.goto(f"/visits/capture/?visit={visit.pk}")
    page.wait_for_selector(ANY)
    page.wait_for_selector("#visit:not([hidden])")
    return page


def write(page, text, photo=None):
    page.fill("#text", text)
    page.select_option("#kind", "observation")
    page.select_option("#category", "people")
    page.fill("#source", "Hall")
    if photo is not None:
        page.set_input_files("#photo", {"name": "hall.jpg", "mimeType": "image/jpeg", "buffer": photo})
        page.wait_for_selector("#photos img")
    page.click("#save")
    page.locator("#kept-list li", has_text=text).wait_for()


def all_sent(page):
    page.wait_for_selector("#sync[data-state=sent]")


def words_say(page, words):
    page.locator("#sync-words", has_text=words).wait_for()


def texts():
    return sorted(EvidenceItem.objects.filter(replaced_at=None).values_list("text", flat=True))


def count_of(page, store):
    return page.evaluate(
        "async (store) => (await (await import('/static/js/capture/database.js')).all(store)).length", store
    )


def photo_with_a_place() -> bytes:
    """A large photo whose hidden words say where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[1] = "N"
    file = io.BytesIO()
    Image.new("RGB", (2400, 1800), "teal").save(file, "JPEG", exif=exif)
    return file.getvalue()


def kept_picture(photo) -> tuple:
    """The size and the hidden words of the picture that is kept."""
    file = photo.attachment.evidence_file
    with storage.open_whole(file.stored_name, file.sha256) as content:
        picture = Image.open(content)
        return picture.size, dict(picture.getexif())


class Tablet:
    """A browser with a place of its own on the disk, which can be killed and started again."""

    def __init__(self, chromium, live_server, person, folder) -> None:
        self.chromium, self.live_server, self.folder = chromium, live_server, folder
        self.cookie = sign_in(Client(), person).cookies["sessionid"].value

    def start(self, *, offline: bool = False):
        executable = browser()
        self.context = self.chromium.browser_type.launch_persistent_context(
            str(self.folder),
            executable_path=executable,
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
            base_url=self.live_server.url,
            **TABLET,
        )
        self.context.set_default_timeout(20_000)
        self.context.add_cookies([{"name": "sessionid", "value": self.cookie, "url": self.live_server.url}])
        self.context.set_offline(offline)
        return self.context.pages[0]
