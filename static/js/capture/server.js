// Asks the portal. Every question has an end, so that a network that hangs holds nothing up.
//
// An answer is {status, body}. No answer, or one that is no JSON, throws NoAnswer: it is tried again later.
import { deviceOf } from "./people.js";

const SHORT = 8000;
const LONG = 60000;
const SLOWEST = 10; // bytes in a millisecond: a photo on a bad line takes minutes and comes, a line that hangs ends
export const PROTOCOL = 2;

export class NoAnswer extends Error {}

// How long a request with so many bytes may take.
export const patienceFor = (size) => LONG + size / SLOWEST;

export async function ask(address, { method = "GET", body, form, owner, csrf, patience = SHORT } = {}) {
  const headers = { Accept: "application/json", "X-Device-Now": new Date().toISOString() };
  const device = owner && (await deviceOf(owner));
  if (device) {
    headers["X-Device"] = device.id;
    headers["X-Device-Secret"] = device.secret;
  }
  if (csrf) {
    headers["X-CSRFToken"] = csrf;
  }
  if (body) {
    headers["Content-Type"] = "application/json";
  }
  let response;
  try {
    response = await fetch(`/visits/api/${address}`, {
      method,
      headers,
      body: form || (body && JSON.stringify(body)),
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(patience),
    });
  } catch (fault) {
    throw new NoAnswer(String(fault));
  }
  if (response.type === "opaqueredirect") {
    return { status: 401, body: {} };
  }
  return { status: response.status, body: await bodyOf(response) };
}

// A page of somebody between us and the portal, such as the sign-in of a hotel's network, is no answer of the portal.
async function bodyOf(response) {
  const isOurs = (response.headers.get("Content-Type") || "").startsWith("application/json");
  try {
    if (isOurs) {
      return await response.json();
    }
  } catch (fault) {
    throw new NoAnswer(String(fault));
  }
  if (response.status >= 400 && response.status < 500 && response.status !== 403) {
    return {};
  }
  throw new NoAnswer(`answered ${response.status} with no data`);
}

export async function session() {
  const { status, body } = await ask("session/");
  if (status !== 200) {
    throw new NoAnswer(`session answered ${status}`);
  }
  return body;
}
