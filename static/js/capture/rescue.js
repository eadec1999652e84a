// The last resort: a file with everything that was not sent, to be brought in at a desk. What is sent later from the
// tablet as well is known again there, and kept once.
import { all } from "./database.js";
import { deviceOf } from "./people.js";
import { PROTOCOL } from "./server.js";
import { operationOf } from "./sync.js";
import { STATES, bytesOf } from "./writing.js";
import { asAddress } from "./photos.js";

const MOST_BYTES = 12 * 1000 * 1000; // what a desk takes in one file, once the bytes stand as text

// The files, [name, text] each, made one after the other: never more than one of them is in memory.
export async function* rescueFiles(owner) {
  const items = (await all("items")).filter((row) => row.owner === owner && row.state !== STATES.SENT);
  const photos = (await all("photos")).filter((row) => row.owner === owner && row.item && row.state !== STATES.SENT);
  const operations = [];
  for (const item of items.sort((one, other) => one.counter - other.counter)) {
    operations.push(await operationOf(await entryOf(item)));
  }
  const parts = inParts(photos);
  for (const [index, part] of parts.entries()) {
    yield await fileOf(owner, part, { index, parts: parts.length, operations: index ? [] : operations });
  }
}

function inParts(photos) {
  const parts = [[]];
  let size = 0;
  for (const photo of photos) {
    if (size && size + photo.size > MOST_BYTES) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1).push(photo);
    size += photo.size;
  }
  return parts;
}

async function entryOf(item) {
  const waiting = (await all("outbox")).find((entry) => entry.ref === item.id);
  return { ref: item.id, op_id: waiting?.op_id || crypto.randomUUID() };
}

async function photoOf(photo) {
  const address = await asAddress(new Blob([await bytesOf(photo)]));
  const { id, item: capture, visit, fingerprint, captured_at } = photo;
  return { id, capture, visit, fingerprint, captured_at, bytes: address.slice(address.indexOf(",") + 1) };
}

async function fileOf(owner, part, { index, parts, operations }) {
  const made_at = new Date().toISOString();
  const device = await deviceOf(owner);
  const photos = [];
  for (const photo of part) {
    photos.push(await photoOf(photo));
  }
  const whole = {
    about: "Saved on a tablet during site visits. Bring it in at “Bring in a file from a tablet”.",
    version: PROTOCOL,
    device: device.id,
    made_at,
    part: index + 1,
    parts,
    operations,
    photos,
  };
  const name = `visits-${made_at.slice(0, 16).replace(/[:T]/g, "-")}-part-${index + 1}-of-${parts}.json`;
  return [name, JSON.stringify(whole)];
}

export function saveFile([name, text]) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
