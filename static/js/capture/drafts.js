// The note that is not saved yet, kept at every key that is pressed. A flat battery takes nothing.
import { isSealed, boxed, unboxed } from "./vault.js";

const nameOf = (owner, visit) => `draft:${owner}:${visit}`;

export async function keepDraft(owner, visit, values) {
  const name = nameOf(owner, visit);
  if (!(await isSealed(owner))) {
    localStorage.setItem(name, JSON.stringify({ plain: values }));
    return;
  }
  const { iv, data } = await boxed(owner, values);
  localStorage.setItem(name, JSON.stringify({ iv: asText(iv), data: asText(data) }));
}

export async function draftOf(owner, visit) {
  const kept = localStorage.getItem(nameOf(owner, visit));
  if (!kept) {
    return null;
  }
  const box = JSON.parse(kept);
  return "plain" in box ? box.plain : unboxed(owner, { iv: asBytes(box.iv), data: asBytes(box.data).buffer });
}

export function dropDraft(owner, visit) {
  localStorage.removeItem(nameOf(owner, visit));
}

const asText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
const asBytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
