// Keeps on this device what was typed and has not reached us, and offers it when the page is opened again.
//
// Page:   <form data-autosave data-keep-here="KEY">. The key is its person's own, and each page brings it again: what lies
//         on the device is sealed with it (AES-GCM), so that nobody else who signs in there can read it.
// It goes as soon as it has reached us, when anybody signs out on the device, and after a month.
import { button, make, moment } from "./capture/show.js";

const MARK = "typed:";
const KEPT_FOR = 30 * 24 * 60 * 60 * 1000;
const NOT_TYPED = ["csrfmiddlewaretoken", "version", "open_page", "page"];
const SHOWN = 300;

export class KeptHere {
  constructor(form) {
    this.form = form;
    this.working = this.open();
  }

  // Every opening of the page has a place of its own: what is typed now takes nothing from what is offered.
  async open() {
    const raw = Uint8Array.from(atob(this.form.dataset.keepHere), (sign) => sign.charCodeAt(0));
    const person = new Uint8Array(await crypto.subtle.digest("SHA-256", raw)).slice(0, 8);
    this.key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    this.page = `${MARK}${asText(person)}:${location.pathname}:`;
    this.place = this.page + crypto.randomUUID();
    await this.offer();
  }

  keep() {
    return this.next(async () => {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const clear = new TextEncoder().encode(JSON.stringify(typedIn(this.form)));
      const data = asText(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, clear));
      localStorage.setItem(this.place, JSON.stringify({ at: new Date().toISOString(), iv: asText(iv), data }));
    });
  }

  drop(place = this.place) {
    return this.next(async () => localStorage.removeItem(place));
  }

  // One after the other. A browser that keeps nothing stops nobody: the page itself still says what is not saved.
  next(act) {
    this.working = this.working.then(act).catch(() => {});
    return this.working;
  }

  // The form was sent by its button. Whether it came is known by the page that follows.
  sent() {
    sessionStorage.setItem(MARK, JSON.stringify({ path: location.pathname, place: this.place }));
  }

  async offer() {
    forgetOld();
    const now = JSON.stringify(typedIn(this.form));
    for (const place of placesUnder(this.page)) {
      const { at, iv, data } = JSON.parse(localStorage.getItem(place));
      const clear = await crypto.subtle.decrypt({ name: "AES-GCM", iv: asBytes(iv) }, this.key, asBytes(data));
      const values = JSON.parse(new TextDecoder().decode(clear));
      if (JSON.stringify(values) === now) {
        localStorage.removeItem(place);
      } else {
        this.show(place, at, values);
      }
    }
  }

  show(place, at, values) {
    const words = values.map(([, said]) => said).sort((one, other) => other.length - one.length)[0] || "";
    const short = words.length > SHOWN ? `${words.slice(0, SHOWN)}…` : words;
    const box = make("div", { class: "govuk-inset-text", role: "region", "aria-label": "Typed without a connection" });
    const end = (act) => () => {
      act();
      box.remove();
      this.drop(place);
    };
    const told = `You typed this here at ${moment(at)}. It had not reached us when you left: “${short}”`;
    box.append(
      make("p", { class: "govuk-body", text: told }),
      make(
        "div",
        { class: "govuk-button-group" },
        button("Put it into the form", end(() => fill(this.form, values))),
        button("Throw it away", end(() => {})),
      ),
    );
    this.form.before(box);
  }
}

// Runs on every page: a form that was sent has come once the portal has led on from it, and who signs out leaves nothing.
export function forgetWhatCame() {
  const sent = JSON.parse(sessionStorage.getItem(MARK) || "null");
  sessionStorage.removeItem(MARK);
  if (sent && document.referrer && new URL(document.referrer).pathname === sent.path) {
    const isSame = location.pathname === sent.path;
    if (!isSame || document.querySelector(".govuk-notification-banner--success")) {
      localStorage.removeItem(sent.place);
    }
  }
  for (const form of document.querySelectorAll('form[action$="/account/logout/"]')) {
    let hasLooked = false;
    const looking = import("./capture/unsent.js").then(({ keepVisits }) => keepVisits(form));
    const looked = looking.catch(() => {}).then(() => (hasLooked = true));
    form.addEventListener("submit", (event) => {
      placesUnder(MARK).forEach((place) => localStorage.removeItem(place));
      if (!hasLooked) {
        event.preventDefault(); // a quick finger waits for the answer
        looked.then(() => form.requestSubmit());
      }
    });
  }
}

function typedIn(form) {
  return [...new FormData(form)].filter(([name, said]) => typeof said === "string" && !NOT_TYPED.includes(name));
}

function fill(form, values) {
  const left = new Map();
  values.forEach(([name, said]) => left.set(name, [...(left.get(name) || []), said]));
  for (const control of form.elements) {
    const said = left.get(control.name);
    if (["radio", "checkbox"].includes(control.type)) {
      if (control.checked !== Boolean(said?.includes(control.value)) && (control.type === "checkbox" || said)) {
        control.click();
      }
    } else if (said?.length && !["hidden", "submit", "button", "file"].includes(control.type)) {
      control.value = said.shift();
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}

function placesUnder(beginning) {
  return Object.keys(localStorage).filter((name) => name.startsWith(beginning));
}

function forgetOld() {
  const isOld = (place) => Date.now() - Date.parse(JSON.parse(localStorage.getItem(place)).at) > KEPT_FOR;
  placesUnder(MARK).filter(isOld).forEach((place) => localStorage.removeItem(place));
}

const asText = (bytes) => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""));
const asBytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
