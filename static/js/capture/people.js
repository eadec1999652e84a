// Who writes on this tablet, and the tablet's place in the portal for each of them.
//
// Who it is comes from the portal's last answer, never from a pack: another person may have signed in since.
import { answerOf, get, put, together } from "./database.js";

export async function me() {
  return (await get("meta", "who")) || null;
}

export async function rememberMe(user) {
  const before = await me();
  if (user && before?.id !== user.id) {
    await put("meta", { key: "who", id: user.id, name: user.name });
  }
}

export async function deviceOf(owner) {
  return (await get("meta", `device:${owner}`)) || null;
}

// The place is made here, so that saying it twice to the portal makes one.
export async function makeDevice(owner) {
  const there = await deviceOf(owner);
  if (there && !there.isRevoked) {
    return there;
  }
  const secret = hex(crypto.getRandomValues(new Uint8Array(32)));
  const device = { key: `device:${owner}`, id: crypto.randomUUID(), secret, name: nameOfDevice(), isKnown: false };
  await put("meta", device);
  return device;
}

export async function changeDevice(owner, changes) {
  await put("meta", { ...(await deviceOf(owner)), ...changes });
}

// Goes up with everything that is saved, whatever the clock of the tablet says.
export async function nextCounter(of) {
  const counter = ((await answerOf(of("meta").get("counter")))?.value || 0) + 1;
  of("meta").put({ key: "counter", value: counter });
  return counter;
}

export function drawCounter() {
  return together(["meta"], nextCounter);
}

export function hex(bytes) {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function nameOfDevice() {
  const agent = navigator.userAgent;
  const kind = /iPad|Tablet/.test(agent) ? "Tablet" : /iPhone|Mobile/.test(agent) ? "Phone" : "Computer";
  const system = /iPad|iPhone/.test(agent) ? "Apple" : /Android/.test(agent) ? "Android" : /Windows/.test(agent) ? "Windows" : "";
  return system ? `${kind} (${system})` : kind;
}
