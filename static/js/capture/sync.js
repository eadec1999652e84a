// Sends what waits in the outbox: one tab at a time, in order, and nothing leaves it before the portal has it.
//
// What cannot be taken is parked as “needs your attention”, and the rest goes on. `state()` says where it stands.
import { all, answerOf, get, together } from "./database.js";
import { changeDevice, deviceOf, me, rememberMe } from "./people.js";
import { clearOwner, fetchPack, knownDevice, packsOf } from "./packs.js";
import { NoAnswer, PROTOCOL, ask, patienceFor, session } from "./server.js";
import { STATES, bytesOf } from "./writing.js";
import { Locked, isLocked, unboxed } from "./vault.js";

const BATCH = 25;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 5 * 60 * 1000;
const DRAWN_EVERY = 10; // the page is drawn anew after so many photos
const MOST_TRIES = 3;
const KEPT_FOR = 30 * 24 * 60 * 60 * 1000;
const TAKEN_FOR_PROOF = 6 * 60 * 60 * 1000;
const COULD_NOT = "The portal could not take this. Save a copy to this tablet, and ask for help.";

let failures = 0;
let timer;
let where = { word: "opening" };
let changed = () => {};

class Stop extends Error {
  constructor(word, sentence = "") {
    super(word);
    this.where = { word, sentence };
  }
}

export function whenChanged(act) {
  changed = act;
}

export function state() {
  return where;
}

// Begin, or begin again at once: after a save, with signal again, when the page is looked at, by the button.
export function send() {
  failures = 0;
  return attempt();
}

function attempt() {
  clearTimeout(timer);
  return navigator.locks.request("visits-sending", { ifAvailable: true }, async (lock) => {
    if (!lock) {
      later(FIRST_PAUSE); // another tab sends now; look afterwards whether anything is left
      return;
    }
    try {
      await pass();
      failures = 0;
    } catch (fault) {
      stopped(fault);
    }
    await changed();
  });
}

function stopped(fault) {
  if (fault instanceof Stop) {
    where = fault.where;
  } else if (fault instanceof Locked) {
    where = { word: "locked" };
  } else {
    where = { word: "waiting", isOffline: fault instanceof NoAnswer };
    failures += 1;
    later(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1)));
  }
}

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(attempt, pause);
}

async function pass() {
  const now = await session();
  await rememberMe(now.user);
  const owner = now.user?.id;
  const outbox = await all("outbox");
  if (!owner) {
    throw new Stop(outbox.length ? "signin" : "signed-out");
  }
  const device = await deviceOf(owner);
  if (device?.isRevoked) {
    throw new Stop("revoked");
  }
  if (await isLocked(owner)) {
    throw new Stop("locked");
  }
  if (!device || !(await knownDevice(now))) {
    where = { word: "ready" };
    return;
  }
  const own = outbox.filter((entry) => entry.owner === owner);
  const finished = await finishedIn(own);
  await sendItems(now, own.filter((entry) => entry.kind === "item"));
  await sendPhotos(now, own.filter((entry) => entry.kind === "photo"));
  await report(now);
  await proofAndPrune(now);
  where = { word: "ready" };
  await refreshPacks(now, finished);
}

async function finishedIn(entries) {
  const items = await Promise.all(entries.filter((entry) => entry.kind === "item").map((entry) => get("items", entry.ref)));
  return new Set(items.filter((item) => item?.kind === "finish").map((item) => item.visit));
}

async function sendItems(now, entries) {
  for (let from = 0; from < entries.length; from += BATCH) {
    await sendBatch(now, entries.slice(from, from + BATCH));
    await changed();
  }
}

async function sendBatch(now, entries) {
  const operations = (await Promise.all(entries.map(operationOf))).filter(Boolean);
  if (!operations.length) {
    return;
  }
  const body = { version: PROTOCOL, operations };
  const { status, body: said } = await post("sync/", now, body);
  if (status === 200) {
    await together(["items", "outbox"], async (of) => {
      for (const entry of entries) {
        await settle(of, entry, said.results.find((each) => each.op_id === entry.op_id));
      }
    });
    if (said.results.some((each) => each.again)) {
      throw new NoAnswer("damaged on the way");
    }
  } else if (entries.length > 1) {
    for (const entry of entries) {
      await sendBatch(now, [entry]); // find the one that spoils it
    }
  } else {
    await park("items", entries[0], said.sentence || COULD_NOT);
  }
}

export async function operationOf(entry) {
  const item = await get("items", entry.ref);
  if (!item) {
    return null;
  }
  const { content } = await unboxed(item.owner, item.box);
  const { fingerprint, kind, version } = item;
  return { op_id: entry.op_id, kind, base_version: version, content, fingerprint };
}

// The answer and the end of waiting are one transaction. An item that was changed meanwhile waits under a newer entry.
async function settle(of, entry, said) {
  const item = await answerOf(of("items").get(entry.ref));
  const still = await answerOf(of("outbox").get(entry.seq));
  if (!item || !said) {
    return;
  }
  if (said.again && (entry.tries || 0) < MOST_TRIES) {
    of("outbox").put({ ...still, tries: (entry.tries || 0) + 1 });
    return;
  }
  of("outbox").delete(entry.seq);
  of("items").put({ ...item, ...outcomeOf(said, item, still) });
}

function outcomeOf(said, item, still) {
  const version = said.outcome === "kept" && said.version ? said.version : item.version;
  const known = { version, number: said.number || item.number };
  if (!still) {
    return known; // what it says now is still to be sent
  }
  const states = { kept: STATES.SENT, held: STATES.HELD, conflict: STATES.CONFLICT, refused: STATES.ATTENTION };
  const state = states[said.outcome] || STATES.ATTENTION;
  const theirs = said.theirs ? { ...said.theirs, version: said.version } : undefined;
  return { ...known, state, sentence: said.sentence || "", theirs, sent_at: new Date().toISOString() };
}

async function park(store, entry, sentence) {
  await together([store, "outbox"], async (of) => {
    const row = await answerOf(of(store).get(entry.ref));
    of(store).put({ ...row, state: STATES.ATTENTION, sentence });
    of("outbox").delete(entry.seq);
  });
}

async function sendPhotos(now, entries) {
  for (const [index, entry] of entries.entries()) {
    await sendPhoto(now, entry);
    if (index % DRAWN_EVERY === DRAWN_EVERY - 1 || index === entries.length - 1) {
      await changed();
    }
  }
}

async function sendPhoto(now, entry) {
  const photo = await get("photos", entry.ref);
  const bytes = await bytesOf(photo);
  const form = new FormData();
  form.append("capture", photo.item);
  form.append("visit", photo.visit);
  form.append("fingerprint", photo.fingerprint);
  form.append("captured_at", photo.captured_at);
  form.append("photo", new Blob([bytes], { type: "image/jpeg" }), `${photo.id.slice(0, 8)}.jpg`);
  const { status, body } = await answered(ask(`photos/${photo.id}/`, { method: "POST", form, owner: photo.owner, csrf: now.csrf, patience: patienceFor(bytes.byteLength) }));
  if (status === 201) {
    await together(["photos", "outbox"], async (of) => {
      of("photos").put({ ...photo, state: STATES.SENT, sentence: "", sent_at: new Date().toISOString() });
      of("outbox").delete(entry.seq);
    });
  } else if (status === 422 && (entry.tries || 0) < MOST_TRIES) {
    await together(["outbox"], (of) => void of("outbox").put({ ...entry, tries: (entry.tries || 0) + 1 }));
    throw new NoAnswer("damaged on the way");
  } else {
    await park("photos", entry, body.sentence || COULD_NOT);
  }
}

function post(address, now, body) {
  return answered(ask(address, { method: "POST", body, owner: now.user.id, csrf: now.csrf, patience: 60000 }));
}

// What ends a pass whatever was asked: nobody signed in, a tablet off the list, a page too old, a portal in trouble.
async function answered(asked) {
  const given = await asked;
  if (given.status === 401) {
    throw new Stop("signin");
  }
  if (given.status === 410) {
    const who = await me();
    await changeDevice(who.id, { isRevoked: true });
    await clearOwner(who.id);
    throw new Stop("revoked");
  }
  if (given.status === 426) {
    navigator.serviceWorker?.getRegistration("/visits/").then((registration) => registration?.update());
    throw new Stop("update");
  }
  if (given.status === 403 || given.status === 429 || given.status >= 500) {
    throw new NoAnswer(`answered ${given.status}`);
  }
  return given;
}

// Say how many things of each visit are left here, so that the office sees which tablets have not reported.
async function report(now) {
  const left = await all("outbox");
  const waiting = {};
  for (const pack of await packsOf(now.user.id)) {
    waiting[pack.visit.id] = left.filter((entry) => entry.owner === now.user.id && entry.visit === pack.visit.id).length;
  }
  if (Object.keys(waiting).length) {
    await post("report/", now, { waiting });
  }
}

// Ask now and then whether the portal still has what it took: it may have been put back from an older copy (E11).
// What it took stays here for 30 days, so that it can be sent again.
async function proofAndPrune(now) {
  const owner = now.user.id;
  const items = (await all("items")).filter((row) => row.owner === owner && row.state === STATES.SENT && !row.wasSetAside);
  const photos = (await all("photos")).filter((row) => row.owner === owner && row.state === STATES.SENT);
  const asked = (await get("meta", `proof:${owner}`))?.at || 0;
  if (Date.now() - asked < TAKEN_FOR_PROOF || items.length + photos.length === 0) {
    return;
  }
  const body = { captures: items.map((row) => row.id).slice(0, 1000), photos: photos.map((row) => row.id).slice(0, 1000) };
  const { status, body: said } = await post("missing/", now, body);
  if (status !== 200) {
    return;
  }
  const gone = new Set([...said.missing.captures, ...said.missing.photos]);
  const old = (row) => !gone.has(row.id) && Date.now() - Date.parse(row.sent_at) > KEPT_FOR;
  await together(["items", "photos", "pictures", "outbox", "meta"], (of) => {
    items.filter((row) => gone.has(row.id)).forEach((row) => again(of, "items", { ...row, version: 0 }));
    photos.filter((row) => gone.has(row.id)).forEach((row) => again(of, "photos", row));
    items.filter(old).forEach((row) => of("items").delete(row.id));
    for (const { id } of photos.filter(old)) {
      of("photos").delete(id);
      of("pictures").delete(id);
    }
    of("meta").put({ key: `proof:${owner}`, at: gone.size ? 0 : Date.now() });
  });
  if (gone.size) {
    later(FIRST_PAUSE);
  }
}

function again(of, store, row) {
  of(store).put({ ...row, state: STATES.QUEUED });
  const op_id = store === "photos" ? row.id : crypto.randomUUID();
  of("outbox").add({ kind: store === "photos" ? "photo" : "item", ref: row.id, op_id, owner: row.owner, visit: row.visit });
}

// A pack that is older than ten minutes, and one whose record was touched just now by whoever sent.
async function refreshPacks(now, touched) {
  const isStale = (pack) => touched.has(pack.visit.id) || Date.now() - Date.parse(pack.taken_at) > 10 * 60 * 1000;
  const stale = (await packsOf(now.user.id)).filter(isStale);
  for (const pack of stale) {
    await fetchPack(now, pack.visit.id).catch(() => null);
  }
}
