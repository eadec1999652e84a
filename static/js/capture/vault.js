// Seals what is on the tablet under a PIN, for those who want it.
//
// PBKDF2 (600,000 rounds) makes a key of the PIN; it opens the key that seals everything (AES-GCM). That key is only in
// memory, and goes from there after ten minutes without a touch. The portal keeps a copy for somebody who forgot the PIN.
import { get, put, together, answerOf } from "./database.js";
import { hex } from "./people.js";

const ROUNDS = 600000;
const LOCKED_AFTER = 10 * 60 * 1000;
const SEALED = ["packs", "items", "photos", "pictures"];
const text = new TextEncoder();

let key = null; // of the person who opened it, and of nobody else
let keyOwner = null;
let timer;
let onLock = () => {};

export class Locked extends Error {}

export function whenLocked(act) {
  onLock = act;
}

export async function isSealed(owner) {
  return Boolean(owner && (await get("vaults", owner)));
}

export async function isLocked(owner) {
  return (await isSealed(owner)) && keyOwner !== owner;
}

export function touch() {
  if (key) {
    clearTimeout(timer);
    timer = setTimeout(lock, LOCKED_AFTER);
  }
}

export function lock() {
  clearTimeout(timer);
  key = keyOwner = null;
  onLock();
}

// What is kept of a value: sealed when its person has a PIN, as it is otherwise. A value is JSON, or bytes.
export async function boxed(owner, value) {
  if (!(await isSealed(owner))) {
    return { plain: value };
  }
  return seal(keyFor(owner), value);
}

export async function unboxed(owner, box) {
  return "plain" in box ? box.plain : unseal(keyFor(owner), box);
}

function keyFor(owner) {
  if (!key || keyOwner !== owner) {
    throw new Locked();
  }
  touch();
  return key;
}

async function seal(withKey, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const isBytes = value instanceof ArrayBuffer;
  const clear = isBytes ? value : text.encode(JSON.stringify(value));
  return { iv, isBytes, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, withKey, clear) };
}

async function unseal(withKey, { iv, isBytes, data }) {
  const clear = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, withKey, data);
  return isBytes ? clear : JSON.parse(new TextDecoder().decode(clear));
}

// Choose a PIN, and seal everything of this person that is on the tablet already, all of it at once.
// `keepCopy` takes the key as 64 letters and digits to the portal; without its word nothing is sealed.
export async function choosePin(owner, pin, keepCopy) {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  await keepCopy(hex(raw));
  const fresh = await useKey(raw);
  const vault = await vaultOf(owner, pin, raw);
  const changes = [];
  for (const store of SEALED) {
    for (const row of await rowsOf(store, owner)) {
      changes.push([store, { ...row, box: row.box && (await seal(fresh, await unboxed(owner, row.box))) }]);
    }
  }
  await together([...SEALED, "vaults"], (of) => {
    changes.forEach(([store, row]) => of(store).put(row));
    of("vaults").put(vault);
  });
  opened(owner, fresh);
}

export async function openWithPin(owner, pin) {
  const vault = await get("vaults", owner);
  const wrapping = await keyOfPin(pin, vault.salt, vault.rounds);
  const raw = await crypto.subtle.decrypt({ name: "AES-GCM", iv: vault.iv }, wrapping, vault.wrapped);
  opened(owner, await useKey(raw));
}

// The portal gave the key back: a new PIN for the same key.
export async function openWithCopy(owner, copy, pin) {
  const raw = Uint8Array.from(copy.match(/../g), (pair) => parseInt(pair, 16));
  await put("vaults", await vaultOf(owner, pin, raw));
  opened(owner, await useKey(raw));
}

function opened(owner, withKey) {
  key = withKey;
  keyOwner = owner;
  touch();
}

async function vaultOf(owner, pin, raw) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const wrapping = await keyOfPin(pin, salt, ROUNDS);
  return { owner, salt, iv, rounds: ROUNDS, wrapped: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, wrapping, raw) };
}

async function keyOfPin(pin, salt, rounds) {
  const material = await crypto.subtle.importKey("raw", text.encode(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

function useKey(raw) {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function rowsOf(store, owner) {
  return together([store], async (of) => (await answerOf(of(store).getAll())).filter((row) => row.owner === owner));
}
