"""A tablet in a real browser: without signal, killed and started again, signed out, shared, refused, sealed.

Nothing waits for a length of time: each step waits for the words or the state that the page itself shows.
"""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from inspection.actions.devices import revoke_device
from inspection.actions.evidence import correct_evidence
from inspection.models import CapturedEvidence, CapturedPhoto, Device, EvidenceItem
from sandbox_portal.people.clock import database_now
from tests.factories.inspection import a_visit, gathering, piece
from tests.house_rules.axe import LAYOUT, problems_on
from tests.signing_in import sign_in

from .on_the_page import (
    ANY,
    NOTE,
    Tablet,
    all_sent,
    count_of,
    kept_picture,
    open_capture,
    photo_with_a_place,
    texts,
    words_say,
    write,
)

UNTIL_PROVED = """async ([owner, at]) => {
    const { get } = await import("/static/js/capture/database.js");
    while (((await get("meta", `proof:${owner}`))?.at || 0) < at) await new Promise((go) => setTimeout(go, 20));
}"""

NO_MORE_ROOM = """() => {
    IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene():
    return gathering()


@pytest.fixture
def visit(scene):
    return a_visit(scene)


def test_work_goes_on_without_signal_and_after_the_battery_died(chromium, live_server, scene, visit, tmp_path):
    tablet = Tablet(chromium, live_server, scene.lead, tmp_path / "tablet")
    page = open_capture(tablet.start(), visit)
    page.wait_for_selector("#ready[data-is-ready=yes]")
    asked = []
    tablet.context.set_offline(True)
    tablet.context.on("response", lambda response: asked.append(response.from_service_worker))
    page.reload()
    page.wait_for_selector(ANY)
    write(page, "The fire door is wedged open.", photo_with_a_place())
    words_say(page, "2 things saved on this tablet, waiting for signal. You can keep working.")
    page.fill("#text", "Half a sentence, and then")
    page.locator("#draft-state", has_text="Kept on this tablet").wait_for()
    assert (set(asked), texts(), CapturedPhoto.objects.count()) == ({True}, [], 0)
    tablet.context.close()

    page = open_capture(tablet.start(offline=True), visit)
    words_say(page, "2 things saved on this tablet")
    assert page.input_value("#text") == "Half a sentence, and then"
    tablet.context.set_offline(False)
    all_sent(page)
    tablet.context.close()

    assert texts() == ["The fire door is wedged open."]
    captured = CapturedEvidence.objects.get()
    photo = CapturedPhoto.objects.select_related("attachment__evidence_file").get()
    assert (photo.capture_id, *kept_picture(photo)) == (captured.capture_id, (1600, 1200), {})
    assert json.loads(captured.content)["text"] == "The fire door is wedged open."


def test_an_answer_that_was_lost_brings_no_second_copy_and_two_tabs_send_once(open_page, scene, visit):
    page = open_capture(open_page(scene.lead), visit)
    sent = []

    def lose_the_first(route):
        sent.append(route.request)
        if len(sent) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/visits/api/sync/", lose_the_first)
    write(page, "The log of the fridge has a gap.")
    all_sent(page)
    assert (texts(), len(sent) >= 2) == (["The log of the fridge has a gap."], True)

    other = open_capture(page.context.new_page(), visit)
    page.context.set_offline(True)
    write(page, "From one tab.")
    write(other, "From the other tab.")
    page.context.set_offline(False)
    all_sent(page)
    all_sent(other)
    assert texts() == ["From one tab.", "From the other tab.", "The log of the fridge has a gap."]


def test_sixty_notes_go_in_batches_of_twenty_five_and_stay_on_the_tablet_for_thirty_days(open_page, scene, visit):
    page = open_capture(open_page(scene.lead), visit)
    sizes = []

    def counted(route):
        sizes.append(len(route.request.post_data_json["operations"]))
        route.continue_()

    page.route("**/visits/api/sync/", counted)
    page.context.set_offline(True)
    page.evaluate(
        """async ([owner, visit, note]) => {
            const { keep } = await import("/static/js/capture/writing.js");
            for (let index = 0; index < 60; index += 1) {
                await keep({ ...note, text: `Note ${index}` }, { owner, visit, kind: "evidence" });
            }
        }""",
        [str(scene.lead.pk), visit.pk, NOTE],
    )
    page.context.set_offline(False)
    words_say(page, "saved on this tablet")
    all_sent(page)

    assert (sizes, EvidenceItem.objects.count()) == ([25, 25, 10], 60)

    def left_after(days):
        """What is there once the page has asked, so many days later, what the portal still has."""
        later = database_now() + timedelta(days=days)
        page.clock.set_fixed_time(later)
        page.reload()
        page.evaluate(UNTIL_PROVED, [str(scene.lead.pk), later.timestamp() * 1000 - 1000])
        return count_of(page, "items")

    assert (left_after(29), left_after(31)) == (60, 0)


def test_a_network_that_hangs_holds_nothing_up(open_page, scene, visit):
    page = open_capture(open_page(scene.lead), visit)
    held = []
    page.context.route("**/visits/api/**", lambda route: held.append(route))

    page.reload()

    page.wait_for_selector("#visit:not([hidden])")
    write(page, "Written while nothing answered.")
    words_say(page, "1 thing saved on this tablet, waiting for signal.")
    page.clock.set_fixed_time(database_now() + timedelta(hours=25))
    write(page, "Written the day after.")
    words_say(page, "Some of it is older than a day: find signal soon, or save a copy.")
    assert texts() == []
    for route in held:
        route.abort()


def test_what_one_person_wrote_is_sent_by_nobody_else(open_page, live_server, scene, visit):
    page = open_capture(open_page(scene.lead), visit)
    context = page.context
    context.set_offline(True)
    write(page, "The rota was seen.")
    context.route("**/visits/api/sync/", lambda route: route.abort())
    context.set_offline(False)
    page.goto(reverse("account_logout"))
    page.get_by_text("1 thing from visits on this tablet has not been sent.").wait_for()
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda address: "logout" not in address)
    context.unroute("**/visits/api/sync/")
    open_capture(page, visit)
    words_say(page, "1 thing saved on this tablet.")
    page.get_by_role("link", name="Sign in to send it").wait_for()
    assert texts() == []

    def as_person(person):
        cookie = sign_in(Client(), person).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        open_capture(page, visit)

    as_person(scene.second)
    words_say(page, "This tablet holds 1 thing recorded by somebody else. Ask them to sign in to send.")
    assert (page.locator("#kept-list li").count(), texts()) == (0, [])
    as_person(scene.lead)
    all_sent(page)
    assert EvidenceItem.objects.get().written_by == scene.lead


def test_what_is_refused_is_parked_and_the_rest_goes_on(open_page, scene, visit):
    page = open_capture(open_page(scene.lead, phone=True), visit)
    page.context.set_offline(True)
    write(page, "P9 says that all is well.")
    write(page, "The hall is bright.", photo_with_a_place())
    page.context.set_offline(False)
    words_say(page, "1 thing needs your attention. Everything else has been sent.")
    card = page.locator("#kept-list li[data-state=attention]")
    assert "Nobody has the code P9 yet" in card.inner_text()
    assert (texts(), CapturedPhoto.objects.count()) == (["The hall is bright."], 1)

    page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert (problems_on(page), problems_on(page, LAYOUT)) == ([], [])
    card.get_by_role("button", name="Change").click()
    page.fill("#text", "Somebody says that all is well.")
    page.click("#save")
    all_sent(page)
    assert texts() == ["Somebody says that all is well.", "The hall is bright."]


def test_what_was_changed_elsewhere_stands_beside_mine_until_i_choose(open_page, scene, visit):
    page = open_capture(open_page(scene.lead), visit)
    write(page, "The rota is new.")
    all_sent(page)
    item, office = EvidenceItem.objects.get(), piece(scene, text="The rota is a copy.")
    correct_evidence(item, piece=office, because="Seen again.", by=scene.lead, at=database_now())
    page.evaluate(
        """async ([owner, visit, note]) => {
            const { keep, itemsOf } = await import("/static/js/capture/writing.js");
            const [{ id, version }] = await itemsOf(owner, visit);
            await keep({ ...note, text: "The rota is old." }, { owner, visit, kind: "evidence", id, version });
        }""",
        [str(scene.lead.pk), visit.pk, NOTE],
    )
    page.click("#send-now")

    card = page.locator("#kept-list li[data-state=conflict]")
    card.wait_for()
    assert all(words in card.inner_text() for words in ("The rota is a copy.", "The rota is old."))
    assert texts() == ["The rota is a copy."]
    card.get_by_role("button", name="Keep both").click()
    page.wait_for_selector("#kept-list li[data-state=sent] + li[data-state=sent]")
    all_sent(page)
    assert texts() == ["The rota is a copy.", "The rota is old."]


def test_a_sealed_tablet_shows_nothing_without_its_pin_and_a_copy_of_the_key_is_kept(open_page, scene, visit):
    page = open_capture(open_page(scene.lead), visit)
    page.wait_for_selector("#ready[data-is-ready=yes]")
    page.context.set_offline(True)
    write(page, "Written before the seal.", photo_with_a_place())
    page.context.set_offline(False)
    all_sent(page)
    page.locator("summary", has_text="Lock this tablet with a PIN").click()
    page.fill("#choose-pin", "246810")
    page.get_by_role("button", name="Seal this tablet").click()
    page.wait_for_selector("#pin-on:not([hidden])")
    page.context.set_offline(True)
    write(page, "Written under the seal.")
    stored = page.evaluate(
        """async () => {
            const { all } = await import("/static/js/capture/database.js");
            const rows = [...(await all("items")), ...(await all("photos")), ...(await all("packs"))];
            return rows.filter((row) => "plain" in row.box).length + JSON.stringify(rows).includes("under the seal");
        }"""
    )
    page.reload()
    page.wait_for_selector("#unlock:not([hidden])")
    assert (stored, "Written" in page.inner_text("body")) == (0, False)

    page.fill("#pin", "111111")
    page.click("#unlock-form button")
    page.locator("#pin-error", has_text="This is not the PIN of this tablet").wait_for()
    page.fill("#pin", "246810")
    page.click("#unlock-form button")
    page.locator("#kept-list li", has_text="Written under the seal.").wait_for()
    page.context.set_offline(False)
    all_sent(page)
    assert texts() == ["Written before the seal.", "Written under the seal."]

    page.reload()
    page.wait_for_selector("#unlock:not([hidden])")
    page.locator("summary", has_text="I forgot my PIN").click()
    page.fill("#new-pin", "975310")
    page.get_by_role("button", name="Choose this PIN").click()
    page.locator("#kept-list li", has_text="Written under the seal.").wait_for()


def test_a_tablet_without_room_begins_no_visit_and_says_so_of_one_it_has(open_page, scene, visit):
    """E08. Chromium keeps to itself how full the disk is, so it is given an answer. What was kept before stays kept."""
    page = open_capture(open_page(scene.lead), visit)
    page.wait_for_selector("#ready[data-is-ready=yes]")
    page.context.add_init_script("navigator.storage.estimate = async () => ({ quota: 100000000, usage: 0 })")

    page.goto(f"/visits/capture/?visit={a_visit(scene).pk}")
    page.get_by_text("This tablet has less than 200 MB of room left, so no visit can begin on it.").wait_for()
    open_capture(page, visit)
    page.locator("#ready-list li", has_text="Not yet: There is room for photos").wait_for()
    assert page.get_attribute("#ready", "data-is-ready") == "no"

    page.get_by_label("What did you see for yourself?").fill("The hall is bright.")
    page.locator("[data-field='asked:seen'] .app-field-state", has_text="Kept on this tablet.").wait_for()
    page.evaluate(NO_MORE_ROOM)
    page.get_by_label("What did you see for yourself?").fill("The hall is bright, and warm.")
    page.get_by_text("This tablet has no room left. Send what is saved, or save a copy").first.wait_for()
    page.reload()
    open_capture(page, visit)
    assert page.get_by_label("What did you see for yourself?").input_value() == "The hall is bright."


def test_a_revoked_tablet_keeps_only_what_was_never_sent_and_saves_it_to_a_file(open_page, scene, visit):
    page = open_capture(open_page(scene.lead), visit)
    page.context.set_offline(True)
    write(page, "Never sent.")
    revoke_device(Device.objects.get(), by=scene.lead, at=database_now())
    page.context.set_offline(False)

    words_say(page, "This tablet was taken off the list. 1 thing saved on this tablet: save a copy")
    assert (count_of(page, "packs"), count_of(page, "items"), texts()) == (0, 1, [])
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a copy to this tablet").click()
    page.goto("/visits/tablets/bring-in/")
    page.set_input_files("input[type=file]", download.value.path())
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_text("All is kept: 1 notes and 0 photos.").wait_for()
    assert texts() == ["Never sent."]


def test_what_the_portal_lost_is_sent_again(open_page, scene, visit):
    """E11: a portal restored from an older copy has not what it once took."""
    page = open_capture(open_page(scene.lead), visit)
    page.route(
        "**/visits/api/missing/",
        lambda route: route.fulfill(
            json={"missing": {"captures": route.request.post_data_json["captures"], "photos": []}}
        ),
        times=1,
    )
    sent = []
    page.on("request", lambda request: sent.append(request) if request.url.endswith("/api/sync/") else None)

    write(page, "Taken, and lost again.")

    page.wait_for_selector("#kept-list li[data-state=conflict]")
    assert (len(sent), texts()) == (2, ["Taken, and lost again."])
