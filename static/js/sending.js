// The one way our scripts talk to the server: the form's own fields, to the form's own address, marked as a fragment.

const WAIT = 15000;

export class Rejected extends Error {
  constructor(status, answer) {
    super(`The server answered ${status}`);
    this.status = status;
    this.answer = answer;
  }
}

// Sends the fields and returns the JSON of the answer. An answer that is not JSON (a sign-in page, for example) is a
// failure, never taken for success.
export async function sendForm(form, { keepalive = false } = {}) {
  const response = await fetch(form.action || window.location.href, {
    method: "POST",
    body: withoutFiles(new FormData(form)),
    headers: { "X-Fragment": "1", Accept: "application/json" },
    credentials: "same-origin",
    redirect: "manual",
    keepalive,
    signal: AbortSignal.timeout(WAIT),
  });
  // Being sent elsewhere means being asked to sign in: these addresses answer, they do not redirect.
  if (response.type === "opaqueredirect") {
    throw new Rejected(401, {});
  }
  const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
  const answer = isJson ? await response.json() : {};
  if (!response.ok || !isJson) {
    throw new Rejected(response.status, answer);
  }
  return answer;
}

// Files go with the button only: sending them every second would be a burden on a slow line.
function withoutFiles(data) {
  for (const [name, value] of [...data.entries()]) {
    if (value instanceof File) {
      data.delete(name);
    }
  }
  return data;
}

// A polite live region. Uses the element the page offers, or makes one.
export function statusOf(form, attribute) {
  const offered = form.querySelector(`[${attribute}]`) || document.querySelector(`[${attribute}]`);
  if (offered) {
    return offered;
  }
  const made = document.createElement("p");
  made.className = "app-saved";
  made.setAttribute("role", "status");
  made.setAttribute(attribute, "");
  form.append(made);
  return made;
}

export function say(element, text, { problem = false } = {}) {
  element.textContent = text;
  element.classList.toggle("app-saved--problem", problem);
}
