"""A tablet in a real browser whose page is older or newer than the portal (E09)."""

import hashlib

import pytest

from inspection.models import CapturedPhoto
from tests.factories.inspection import a_visit, gathering

from .on_the_page import ANY, open_capture, words_say
from .tablet import a_photo

# What the page of version 2 wrote: a note that was refused, and its photo, which waits.
OLD_STORE = """([owner, visit, bytes, fingerprint]) => new Promise((done, fail) => {
    const request = indexedDB.open("visits", 2);
    request.onerror = () => fail(request.error);
    request.onupgradeneeded = () => {
        const store = request.result;
        for (const name of ["meta", "packs"]) store.createObjectStore(name, { keyPath: "key" });
        store.createObjectStore("items", { keyPath: "id" }).createIndex("visit", ["owner", "visit"]);
        const photos = store.createObjectStore("photos", { keyPath: "id" });
        photos.createIndex("item", "item");
        photos.createIndex("visit", ["owner", "visit"]);
        store.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true });
        store.createObjectStore("vaults", { keyPath: "owner" });
    };
    request.onsuccess = () => {
        const of = request.result.transaction(["meta", "items", "photos", "outbox"], "readwrite");
        const [item, photo] = ["6b1d1f0a-52f4-4f0e-9a0c-0d6b6c3f8a11", "0c0f8e0e-40a4-4c5b-8f86-3a7a2f3f2a10"];
        const captured_at = new Date().toISOString();
        const box = { plain: { said: { text: "Written long ago.", source: "Hall" }, content: "{}" } };
        of.objectStore("meta").put({ key: "who", id: owner, name: "x" });
        of.objectStore("items").put({ id: item, owner, visit, kind: "evidence", counter: 1, version: 0,
            captured_at, state: "attention", box });
        of.objectStore("photos").put({ id: photo, item, owner, visit, captured_at, fingerprint, preview: "",
            box: { plain: new Uint8Array(bytes).buffer }, state: "queued" });
        of.objectStore("outbox").add({ kind: "photo", ref: photo, op_id: photo, owner, visit });
        of.oncomplete = () => { request.result.close(); done(); };
    };
})"""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene():
    return gathering()


@pytest.fixture
def visit(scene):
    return a_visit(scene)


def test_what_was_written_with_the_pages_before_is_still_there_and_goes(open_page, scene, visit):
    """E09: a store of version 2, as the page before kept it: notes, photos with their bytes, what waits."""
    page = open_page(scene.lead)
    page.goto("/visits/manifest.webmanifest")
    photo = a_photo()
    page.evaluate(OLD_STORE, [str(scene.lead.pk), visit.pk, list(photo), hashlib.sha256(photo).hexdigest()])

    open_capture(page, visit)

    page.locator("#kept-list li", has_text="Written long ago.").locator("img").wait_for()
    words_say(page, "1 thing needs your attention. Everything else has been sent.")
    assert page.evaluate("async () => (await indexedDB.databases())[0].version") == 3
    assert CapturedPhoto.objects.get().fingerprint == hashlib.sha256(photo).hexdigest()


def test_a_newer_page_waits_until_somebody_says_so(open_page, scene, visit, monkeypatch):
    from inspection.views import offline_shell

    page = open_capture(open_page(scene.lead), visit)
    page.wait_for_selector("#ready[data-is-ready=yes]")
    page.fill("#text", "Not saved yet")
    page.locator("#draft-state", has_text="Kept").wait_for()
    monkeypatch.setattr(offline_shell, "FILES", (*offline_shell.FILES, "images/icon-document.svg"))
    page.evaluate("async () => { (await navigator.serviceWorker.getRegistration('/visits/')).update(); }")
    page.wait_for_selector("#update:not([hidden])")
    assert len(page.evaluate("() => caches.keys()")) == 2

    with page.expect_navigation():
        page.get_by_role("button", name="Update now").click()

    page.wait_for_selector(ANY)
    assert (len(page.evaluate("() => caches.keys()")), page.input_value("#text")) == (1, "Not saved yet")
