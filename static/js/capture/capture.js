// Site visits with or without signal. What is shown comes from this tablet first; the network only adds to it.
import { whenLost } from "./database.js";
import { me, rememberMe } from "./people.js";
import { fetchPack, packOf, packsOf } from "./packs.js";
import { ask, session } from "./server.js";
import { $, fault, make, showOnly } from "./show.js";
import { drawStatus } from "./status.js";
import { send, whenChanged } from "./sync.js";
import { isLocked, openWithCopy, openWithPin, touch, whenLocked } from "./vault.js";
import { VisitPage, isPin } from "./visit.js";

const visit = Number(new URL(location).searchParams.get("visit")) || 0;
const page = new VisitPage();
const tabs = new BroadcastChannel("visits");
let owner = null;

async function start() {
  keepPage();
  navigator.storage?.persist?.(); // a wish: browsers may say no
  owner = (await me())?.id || null;
  await show();
  whenChanged(changedHere);
  tabs.onmessage = () => page.redraw();
  await send();
  await followOwner();
  document.documentElement.dataset.capture = "ready";
}

// What is on the tablet is drawn without asking anybody; only a visit that is not here yet is fetched.
async function show() {
  if (await isLocked(owner)) {
    showOnly("unlock");
    $("pin").focus();
  } else if (!visit) {
    await showVisits();
  } else if (owner && (await packOf(owner, visit))) {
    await page.open(owner, visit);
  } else {
    await fetchAndShow();
  }
  await drawStatus();
}

async function fetchAndShow() {
  const now = await session().catch(() => null);
  if (!now) {
    return sayMissing("Open this visit once with signal, before you leave.");
  }
  await rememberMe(now.user);
  owner = now.user?.id || owner;
  if (!now.user) {
    return sayMissing("Sign in with signal, and take the visit with you.");
  }
  const { pack, sentence } = await fetchPack(now, visit).catch(() => ({ sentence: "There is no signal. Try again when there is." }));
  return pack ? page.open(owner, visit) : sayMissing(sentence);
}

function sayMissing(words) {
  $("missing-words").textContent = words;
  showOnly("missing");
}

async function showVisits() {
  const packs = owner ? await packsOf(owner) : [];
  packs.sort((one, other) => one.visit.starts_at.localeCompare(other.visit.starts_at));
  $("visits-none").hidden = packs.length > 0;
  $("visits-list").replaceChildren(...packs.map(visitCard));
  showOnly("visits");
}

function visitCard({ visit: each, assessment, ready_at }) {
  const link = make("a", { class: "govuk-link", href: `?visit=${each.id}`, text: `${each.name}: ${assessment.name}` });
  const ready = ready_at ? "Ready for offline use" : "Open it once, to see that it is ready";
  return make("li", { class: "app-card" }, make("p", { class: "govuk-body" }, link), make("p", { class: "govuk-body", text: `${each.when}. ${ready}.` }));
}

async function changedHere() {
  tabs.postMessage("changed");
  await followOwner();
  await page.redraw();
}

// Another person signed in on this tablet: from now on it is their page, and what others wrote stays sealed to them.
async function followOwner() {
  const now = (await me())?.id || null;
  if (now !== owner) {
    owner = now;
    await show();
  }
}

function keepPage() {
  if (!("serviceWorker" in navigator)) {
    return;
  }
  navigator.serviceWorker.register("/visits/sw.js", { scope: "/visits/", updateViaCache: "none" }).then(offerUpdates);
  let isUpdating = false;
  $("update-now").addEventListener("click", async () => {
    isUpdating = true;
    (await navigator.serviceWorker.getRegistration("/visits/")).waiting?.postMessage("update-now");
  });
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (isUpdating) {
      location.reload();
    } else if (!$("visit").hidden) {
      page.check();
    }
  });
}

function offerUpdates(registration) {
  const offer = () => {
    $("update").hidden = !(registration.waiting && navigator.serviceWorker.controller);
  };
  offer();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
}

$("unlock-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await openWithPin(owner, $("pin").value);
  } catch {
    fault("pin", "This is not the PIN of this tablet");
    return;
  }
  $("pin").value = "";
  fault("pin", "");
  await show();
  send();
});

$("recover-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const pin = $("new-pin").value;
  if (fault("new-pin", isPin(pin) ? "" : "Choose a PIN of 6 digits or more")) {
    return;
  }
  try {
    const now = await session();
    const { body } = await ask("recovery/", { method: "POST", owner, csrf: now.csrf, body: {} });
    if (now.user?.id !== owner || !body.key) {
      throw new Error("no key");
    }
    await openWithCopy(owner, body.key, pin);
    await show();
  } catch {
    fault("new-pin", "Sign in as the person whose tablet it is, with signal, and try again");
  }
});

addEventListener("online", () => send());
addEventListener("pointerdown", touch);
addEventListener("keydown", touch);
document.addEventListener("visibilitychange", () => document.hidden || send());
whenLocked(() => location.reload()); // nothing of it stays on the page
whenLost(() => location.reload());

let installing;
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  installing = event;
  $("install").hidden = false;
});
$("install").addEventListener("click", () => installing?.prompt());

start();
