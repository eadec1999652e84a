"""Many photos of one visit: they go in the background, one by one, and go on where they stopped (E10).

`script/bench-visits --tablet` takes the real 200 photos of 12 MB; here are fewer and smaller ones on the same way.
"""

import pytest

from inspection.models import CapturedPhoto
from tests.factories.inspection import a_visit, gathering

from .on_the_page import open_capture, words_say
from .tablet import a_photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHOTOS, BEFORE_THE_CUT = 30, 12
KEPT = """async () => {
    const { all } = await import("/static/js/capture/database.js");
    return (await all("photos")).map((photo) => [photo.id, photo.fingerprint]).sort();
}"""
# How many pictures the page ever asks for at once; a list of them must bring none of their bytes.
WATCH = """() => {
    window.asked = [];
    const { getAll, get } = IDBObjectStore.prototype;
    const note = (store, how) => store.name === "pictures" && window.asked.push(how);
    IDBObjectStore.prototype.getAll = function (...of) { note(this, "all"); return getAll.apply(this, of); };
    IDBObjectStore.prototype.get = function (...of) { note(this, "one"); return get.apply(this, of); };
}"""


def test_many_photos_go_one_by_one_and_go_on_where_they_stopped(open_page):
    scene = gathering()
    page = open_capture(open_page(scene.lead), a_visit(scene))
    page.context.set_offline(True)
    page.evaluate(WATCH)
    files = [
        {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": a_photo(f"#{number:02}8080", size=(160, 120))}
        for number in range(PHOTOS)
    ]
    page.set_input_files("#photo", files)
    page.locator("#photos img").nth(PHOTOS - 1).wait_for()
    page.fill("#text", "The hall, from every side.")
    page.select_option("#kind", "observation")
    page.select_option("#category", "people")
    page.fill("#source", "Hall")
    page.click("#save")
    words_say(page, f"{PHOTOS + 1} things saved on this tablet")
    sent, answered = [], []
    page.on("response", lambda response: answered.append(response.url) if "/photos/" in response.url else None)

    def cut_once(route):
        sent.append(route.request.url)
        if len(sent) == BEFORE_THE_CUT:
            route.abort()
        else:
            route.continue_()

    page.context.route("**/visits/api/photos/**", cut_once)
    page.context.set_offline(False)
    page.fill("#text", "And while they go, I write on.")
    page.locator("#draft-state", has_text="Kept on this tablet").wait_for()
    page.wait_for_selector("#sync[data-state=sent]", timeout=90_000)

    kept = sorted([str(photo.pk), photo.fingerprint] for photo in CapturedPhoto.objects.all())
    assert (len(kept), kept) == (PHOTOS, page.evaluate(KEPT))
    assert (len(answered), len(set(answered)), len(sent)) == (PHOTOS, PHOTOS, PHOTOS + 1)
    assert page.evaluate("() => [...new Set(window.asked)]") == ["one"]
