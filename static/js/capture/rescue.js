// The last resort: a file with everything that was not sent, to be brought in at a desk. What is sent later from the
// tablet as well is known again there, and kept once.
import { all } from "./database.js";
import { deviceOf } from "./people.js";
import { PROTOCOL } from "./server.js";
import { operationOf } from "./sync.js";
import { STATES } from "./writing.js";
import { asAddress } from "./photos.js";
import { unboxed } from "./vault.js";

const MOST_BYTES = 12 * 1000 * 1000; // what a desk takes in one file, once the bytes stand as text

// The files: [name, text] each.
export async function rescueFiles(owner) {
  const items = (await all("items")).filter((row) => row.owner === owner && row.state !== STATES.SENT);
  const photos = (await all("photos")).filter((row) => row.owner === owner && row.item && row.state !== STATES.SENT);
  const operations = [];
  for (const item of items.sort((one, other) => one.counter - other.counter)) {
    operations.push(await operationOf(await entryOf(item)));
  }
  const parts = [];
  for (const photo of photos) {
    const bytes = await unboxed(owner, photo.box);
    if (!parts.length || parts.at(-1).size + bytes.byteLength > MOST_BYTES) {
      parts.push({ size: 0, photos: [] });
    }
    parts.at(-1).size += bytes.byteLength;
    parts.at(-1).photos.push(await photoOf(photo, bytes));
  }
  if (!parts.length) {
    parts.push({ photos: [] });
  }
  return Promise.all(parts.map((part, index) => fileOf(owner, part, index, parts.length, index ? [] : operations)));
}

async function entryOf(item) {
  const waiting = (await all("outbox")).find((entry) => entry.ref === item.id);
  return { ref: item.id, op_id: waiting?.op_id || crypto.randomUUID() };
}

async function photoOf(photo, bytes) {
  const address = await asAddress(new Blob([bytes]));
  const { id, item: capture, visit, fingerprint, captured_at } = photo;
  return { id, capture, visit, fingerprint, captured_at, bytes: address.slice(address.indexOf(",") + 1) };
}

async function fileOf(owner, part, index, parts, operations) {
  const made_at = new Date().toISOString();
  const device = await deviceOf(owner);
  const whole = {
    about: "Saved on a tablet during site visits. Bring it in at “Bring in a file from a tablet”.",
    version: PROTOCOL,
    device: device.id,
    made_at,
    part: index + 1,
    parts,
    operations,
    photos: part.photos,
  };
  const text = JSON.stringify(whole);
  const name = `visits-${made_at.slice(0, 16).replace(/[:T]/g, "-")}-part-${index + 1}-of-${parts}.json`;
  return [name, text];
}

export function saveFile([name, text]) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

