// Small words for drawing the page. Text is always set as text, and never read as HTML.
export const $ = (id) => document.getElementById(id);

export function make(name, { text, ...attributes } = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  element.append(...children.filter(Boolean));
  return element;
}

export function button(text, act, { hiddenText = "" } = {}) {
  const hidden = hiddenText && make("span", { class: "govuk-visually-hidden", text: `: ${hiddenText}` });
  const element = make("button", { type: "button", class: "govuk-button govuk-button--secondary" }, text, hidden);
  element.addEventListener("click", act);
  return element;
}

export function tag(text, colour) {
  return make("strong", { class: `govuk-tag govuk-tag--${colour}`, text });
}

export function options(select, pairs, empty) {
  const rows = empty ? [{ key: "", title: empty }, ...pairs] : pairs;
  select.replaceChildren(...rows.map(({ key, title }) => new Option(title, key)));
}

const TITLES = {
  unlock: "This tablet is locked",
  visits: "Visits on this tablet",
  missing: "This visit is not on this tablet",
};

export function showOnly(id) {
  $("back").hidden = id !== "visit";
  if (TITLES[id]) {
    $("title").textContent = TITLES[id];
    $("visit-caption").textContent = "";
  }
  for (const each of ["unlock", "visits", "missing", "visit"]) {
    $(each).hidden = each !== id;
  }
}

// “4:12pm”, and with its day when it was not today: “12 September 2026 at 4:12pm”.
export function moment(iso) {
  const at = new Date(iso);
  const hours = at.getHours();
  const time = `${hours % 12 || 12}:${String(at.getMinutes()).padStart(2, "0")}${hours < 12 ? "am" : "pm"}`;
  const isToday = at.toDateString() === new Date().toDateString();
  return isToday ? time : `${at.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" })} at ${time}`;
}

export function things(count) {
  return `${count} thing${count === 1 ? "" : "s"}`;
}

// Put the message beside its field, or take it away. Gives whether there is one.
export function fault(id, message) {
  const words = $(`${id}-error`);
  const group = document.querySelector(`[data-group="${id}"]`);
  const field = $(id);
  words.hidden = !message;
  words.textContent = message || "";
  group.classList.toggle("govuk-form-group--error", Boolean(message));
  const names = new Set((field.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
  names[message ? "add" : "delete"](words.id);
  field.setAttribute("aria-describedby", [...names].join(" "));
  return Boolean(message);
}
