// Saves what is written: one save is one transaction over the thing, its photos and the outbox.
import { allOf, answerOf, get, together } from "./database.js";
import { drawCounter } from "./people.js";
import { fingerprintOf } from "./photos.js";
import { boxed, unboxed } from "./vault.js";

export const STATES = { QUEUED: "queued", SENT: "sent", HELD: "held", ATTENTION: "attention", CONFLICT: "conflict", DRAFT: "draft" };

// Keep something new, or what it says now. `said` are the values; `of` is {owner, visit, kind, id?, version?}.
// The very text that goes to the portal is made here, and its fingerprint at this moment.
export async function keep(said, { owner, visit, kind, id = crypto.randomUUID(), version = 0 }, photoIds = []) {
  const captured_at = new Date().toISOString();
  const counter = await drawCounter();
  const content = JSON.stringify({ id, visit, counter, captured_at, ...said });
  const fingerprint = await fingerprintOf(content);
  const box = await boxed(owner, { said, content });
  const item = { id, owner, visit, kind, counter, captured_at, fingerprint, version, box, state: STATES.QUEUED };
  await together(["items", "photos", "outbox"], async (of) => {
    await dropFromOutbox(of, id);
    of("items").put(item);
    of("outbox").add({ kind: "item", ref: id, op_id: crypto.randomUUID(), owner, visit });
    for (const photoId of photoIds) {
      const photo = await answerOf(of("photos").get(photoId));
      of("photos").put({ ...photo, item: id, state: STATES.QUEUED });
      of("outbox").add({ kind: "photo", ref: photoId, op_id: photoId, owner, visit });
    }
  });
  return item;
}

// One part of the record of a visit, the moment it is touched. What still waits of it gives way to what it says now;
// `shown` is the version that stood before whoever writes, `raw` the answer to a question that has controls of its own.
// Gives its item.
export async function keepField({ owner, visit, field, shown = 0, raw }, words) {
  const id = (await fieldOf(owner, visit, field))?.id || crypto.randomUUID();
  const captured_at = new Date().toISOString();
  const counter = await drawCounter();
  const said = { field, words, raw }; // a raw answer that is not there is left out of the text
  const content = JSON.stringify({ id, visit, counter, captured_at, ...said });
  const fingerprint = await fingerprintOf(content);
  const box = await boxed(owner, { said, content });
  const fresh = { id, owner, visit, kind: "record", field, counter, captured_at, fingerprint, box, state: STATES.QUEUED };
  await together(["items", "outbox"], async (of) => {
    const before = await answerOf(of("items").get(id));
    const version = Math.max(before?.version || 0, shown);
    await dropFromOutbox(of, id);
    of("items").put({ ...fresh, version });
    of("outbox").add({ kind: "item", ref: id, op_id: crypto.randomUUID(), owner, visit });
  });
  return id;
}

async function fieldOf(owner, visit, field) {
  const rows = await allOf("items", "field", [owner, visit, field]);
  return rows.sort((one, other) => one.counter - other.counter).at(-1);
}

// Parts of the record by their names, each with what it says.
export async function fieldsOf(owner, visit) {
  const rows = (await allOf("items", "visit", [owner, visit])).filter((item) => item.kind === "record");
  const found = new Map();
  for (const item of rows.sort((one, other) => one.counter - other.counter)) {
    found.set(item.field, { ...item, said: await saidIn(item) });
  }
  return found;
}

// Take something back that still waits here: the word that the record is finished.
export function takeBack(id) {
  return together(["items", "outbox"], async (of) => {
    await dropFromOutbox(of, id);
    of("items").delete(id);
  });
}

async function dropFromOutbox(of, ref) {
  const waiting = await answerOf(of("outbox").getAll());
  waiting.filter((entry) => entry.ref === ref).forEach((entry) => of("outbox").delete(entry.seq));
}

// A photo is kept the moment it is taken; it goes with the evidence it is saved with.
export async function keepPhoto(small, { owner, visit }) {
  const id = crypto.randomUUID();
  const captured_at = new Date().toISOString();
  const known = { id, item: "", owner, visit, captured_at, fingerprint: small.fingerprint, size: small.bytes.byteLength };
  const photo = { ...known, box: await boxed(owner, small.preview), state: STATES.DRAFT };
  const picture = { id, owner, box: await boxed(owner, small.bytes) };
  await together(["photos", "pictures"], (of) => {
    of("photos").put(photo);
    of("pictures").put(picture);
  });
  return photo;
}

export function dropPhoto(id) {
  return together(["photos", "pictures"], (of) => {
    of("photos").delete(id);
    of("pictures").delete(id);
  });
}

export async function bytesOf({ id, owner }) {
  return unboxed(owner, (await get("pictures", id)).box);
}

export async function unsavedPhotos(owner, visit) {
  return (await allOf("photos", "visit", [owner, visit])).filter((photo) => photo.state === STATES.DRAFT);
}

export async function itemsOf(owner, visit) {
  const rows = await allOf("items", "visit", [owner, visit]);
  return rows.sort((one, other) => other.counter - one.counter);
}

export async function saidIn(item) {
  return (await unboxed(item.owner, item.box)).said;
}

// Put something that was refused, or damaged on the way, into the outbox again as it is.
export async function sendAgain(store, id) {
  await together([store, "outbox"], async (of) => {
    const row = await answerOf(of(store).get(id));
    await dropFromOutbox(of, id);
    of(store).put({ ...row, state: STATES.QUEUED, sentence: "" });
    const op_id = store === "photos" ? id : crypto.randomUUID();
    of("outbox").add({ kind: store === "photos" ? "photo" : "item", ref: id, op_id, owner: row.owner, visit: row.visit });
  });
}

// The three ways out of a conflict; each keeps both texts somewhere they can be read.
export async function keepTheirs(id) {
  const item = await get("items", id);
  if (item.kind === "record") {
    return keepField({ ...item, shown: item.theirs.version, raw: item.theirs.raw ?? undefined }, item.theirs.text);
  }
  return setAside(id);
}

async function setAside(id) {
  await together(["items"], async (of) => {
    const item = await answerOf(of("items").get(id));
    of("items").put({ ...item, state: STATES.SENT, wasSetAside: true, sent_at: new Date().toISOString() });
  });
}

export async function putMineInItsPlace(id) {
  const item = await get("items", id);
  if (item.kind === "record") {
    const { words, raw } = await saidIn(item);
    return keepField({ ...item, shown: item.theirs.version, raw }, words);
  }
  return keep(await saidIn(item), { ...item, version: item.theirs.version });
}

export async function sendMineAsWell(id) {
  const item = await get("items", id);
  if (item.kind === "record") {
    return keepField({ ...item, shown: item.theirs.version }, `${item.theirs.text}\n\n${(await saidIn(item)).words}`);
  }
  await setAside(id);
  return keep(await saidIn(item), { owner: item.owner, visit: item.visit, kind: item.kind });
}

