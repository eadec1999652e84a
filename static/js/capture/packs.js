// Visits taken along, and the check that this tablet can work without signal.
import { all, get, put, together } from "./database.js";
import { changeDevice, deviceOf, makeDevice } from "./people.js";
import { ask } from "./server.js";
import { boxed, unboxed } from "./vault.js";

const ROOM = 200 * 1000 * 1000;
const SHELL = "/visits/capture/";
const NO_ROOM = "This tablet has less than 200 MB of room left, so no visit can begin on it. Clear something, and try again.";

const keyOf = (owner, visit) => `${owner}:${visit}`;

export async function packOf(owner, visit) {
  const row = await get("packs", keyOf(owner, visit));
  return row ? { ...(await unboxed(owner, row.box)), ready_at: row.ready_at } : null;
}

export async function packsOf(owner) {
  const rows = (await all("packs")).filter((row) => row.owner === owner);
  return Promise.all(rows.map(async (row) => ({ ...(await unboxed(owner, row.box)), ready_at: row.ready_at })));
}

export async function keepPack(owner, pack) {
  const key = keyOf(owner, pack.visit.id);
  const before = await get("packs", key);
  const box = await boxed(owner, pack);
  await put("packs", { key, owner, visit: pack.visit.id, ready_at: before?.ready_at || "", box });
}

// Make this tablet known to the portal for the person who is signed in. Said again it changes nothing.
export async function knownDevice({ user, csrf }) {
  const device = await makeDevice(user.id);
  if (!device.isKnown) {
    const body = { id: device.id, secret: device.secret, name: device.name };
    const { status } = await ask("devices/", { method: "POST", body, csrf });
    if (status !== 201) {
      return null;
    }
    await changeDevice(user.id, { isKnown: true });
  }
  return deviceOf(user.id);
}

// Take a visit along, or bring in what is new of it. {pack} or {sentence}.
export async function fetchPack(session, visit) {
  if (!(await packOf(session.user.id, visit)) && !(await hasRoom())) {
    return { sentence: NO_ROOM };
  }
  if (!(await knownDevice(session))) {
    return { sentence: "This tablet could not be put on your list. Look at your list of tablets, then try again." };
  }
  const { status, body } = await ask(`packs/${visit}/`, { method: "POST", owner: session.user.id, csrf: session.csrf, body: {} });
  if (status === 201) {
    await keepPack(session.user.id, body);
    return { pack: body };
  }
  return { status, sentence: body.sentence || "This visit is not one of yours, or cannot be taken along now." };
}

// Each of them must hold before anybody leaves: [words, holds].
export async function checksOf(owner, visit) {
  return [
    ["The page opens without signal", await isShellKept()],
    ["The visit is on this tablet", Boolean(await packOf(owner, visit))],
    ["There is room for photos (200 MB)", await hasRoom()],
    ["What is written here can be read again", await isWritable()],
  ];
}

async function isShellKept() {
  if (!("serviceWorker" in navigator) || !navigator.serviceWorker.controller) {
    return false;
  }
  const names = (await caches.keys()).filter((name) => name.startsWith("visits-"));
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).match(SHELL)));
  return kept.some(Boolean);
}

export async function hasRoom() {
  if (!navigator.storage?.estimate) {
    return true; // a browser that does not say
  }
  const { quota, usage } = await navigator.storage.estimate();
  return quota - usage >= ROOM;
}

async function isWritable() {
  const word = crypto.randomUUID();
  try {
    await put("meta", { key: "written", word });
    return (await get("meta", "written")).word === word;
  } catch {
    return false;
  }
}

export async function noteReady(owner, visit) {
  const row = await get("packs", keyOf(owner, visit));
  await put("packs", { ...row, ready_at: new Date().toISOString() });
}

// A tablet that was taken off the list keeps only what was never sent.
export async function clearOwner(owner) {
  const [packs, items, photos, outbox] = await Promise.all(["packs", "items", "photos", "outbox"].map(all));
  const unsent = new Set(outbox.map((entry) => entry.ref));
  await together(["packs", "items", "photos", "pictures"], (of) => {
    packs.filter((row) => row.owner === owner).forEach((row) => of("packs").delete(row.key));
    items.filter((row) => row.owner === owner && row.state === "sent" && !unsent.has(row.id)).forEach((row) => of("items").delete(row.id));
    for (const { id } of photos.filter((row) => row.owner === owner && row.state === "sent")) {
      of("photos").delete(id);
      of("pictures").delete(id);
    }
  });
}
