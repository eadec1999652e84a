// The parts of the record as they stand on the page. Each one reads and writes its words, and knows its place for
// “Kept on this tablet”.
import { drawnByType } from "./answers.js";
import { fingerprintOf } from "./photos.js";
import { $, button, make } from "./show.js";

const DATED = /^(.+?)\s*\(by (\d{1,2})[ /.](\d{1,2})[ /.](\d{4})\)$/s;
const two = (number) => String(number).padStart(2, "0");
let count = 0;

// The four that every visit has stand in the page already.
export function builtInParts() {
  return [
    part("agreed", $("record-agreed"), { hasNames: true }),
    withNow(part("arrived", $("record-arrived")), $("record-arrived-now")),
    withNow(part("left", $("record-left")), $("record-left-now")),
    part("summary", $("record-summary"), { isRequired: true, hasNames: true }),
  ];
}

function part(name, control, { label, isRequired = false, isAsked = false, hasNames = false } = {}) {
  const group = control.closest("[data-field]");
  group.dataset.field = name;
  return {
    name,
    label: label || group.querySelector("label").textContent,
    id: control.id,
    isRequired,
    isAsked,
    shown: 0,
    touches: 0,
    kept: "",
    isRefused: false,
    group,
    state: group.querySelector(".app-field-state"),
    warning: hasNames && group.querySelector(".app-field-warning"),
    read: () => control.value,
    write: (words) => {
      control.value = words;
    },
    holdsFocus: () => document.activeElement === control,
    focus: () => control.focus(),
  };
}

function withNow(made, now) {
  now.onclick = () => {
    const at = new Date();
    made.write(`${two(at.getHours())}:${two(at.getMinutes())}`);
    made.onNow();
  };
  return made;
}

// The words of a ticked line are the line itself, so that it is known even if the agenda is another one later.
export async function agendaParts(pack) {
  const lines = pack.visit.agenda;
  const parts = [];
  $("record-agenda").replaceChildren();
  $("record-agenda-none").hidden = lines.length > 0;
  for (const line of lines) {
    const id = `record-${(count += 1)}`;
    const box = make("input", { class: "govuk-checkboxes__input", type: "checkbox", id });
    const label = make("label", { class: "govuk-label govuk-checkboxes__label", for: id, text: line });
    const state = make("p", { class: "govuk-hint govuk-checkboxes__hint app-field-state" });
    const name = `agenda:${(await fingerprintOf(line)).slice(0, 12)}`;
    $("record-agenda").append(make("div", { class: "govuk-checkboxes__item", "data-field": name }, box, label, state));
    parts.push({
      ...part(name, box, { label: line }),
      read: () => (box.checked ? line : ""),
      write: (words) => {
        box.checked = Boolean(words);
      },
      holdsFocus: () => false, // a tick is made at once, and nobody writes on in it
    });
  }
  return parts;
}

// The questions of the checklist, under the headings of its sections.
export function askedParts(pack) {
  const place = $("record-asked");
  place.replaceChildren();
  let section = "";
  return pack.checklist.map((each) => {
    if (each.section && each.section !== section) {
      section = each.section;
      place.append(make("h3", { class: "govuk-heading-s", text: section }));
    }
    return asked(each, place);
  });
}

function asked(each, place) {
  const { key, label, hint, required } = each;
  const id = `record-${(count += 1)}`;
  const words = required ? label : `${label} (optional)`;
  const about = [...(hint ? [`${id}-hint`] : []), `${id}-state`].join(" ");
  const drawn = drawnByType(each, { id, label: words, about });
  if (drawn) {
    return answered(each, drawn, id, place);
  }
  const name = make("label", { class: "govuk-label govuk-label--s", for: id, text: words });
  const help = hint && make("div", { class: "govuk-hint", id: `${id}-hint`, text: hint });
  const box = make("textarea", { class: "govuk-textarea", id, rows: 3, maxlength: 5000, "aria-describedby": about });
  const warning = make("p", { class: "govuk-body-s app-field-warning", role: "status", hidden: "" });
  const state = make("p", { class: "govuk-hint app-field-state", id: `${id}-state` });
  place.append(make("div", { class: "govuk-form-group", "data-field": `asked:${key}` }, name, help, box, warning, state));
  return part(`asked:${key}`, box, { label, isRequired: required, isAsked: true, hasNames: true });
}

// A question with controls of its own. What was answered in words, by an older page, stands above them until somebody
// answers by the controls.
function answered({ key, label, hint, required }, drawn, id, place) {
  const help = hint && make("div", { class: "govuk-hint", id: `${id}-hint`, text: hint });
  const before = make("p", { class: "govuk-body app-field-words", hidden: "" });
  const warning = make("p", { class: "govuk-body-s app-field-warning", role: "status", hidden: "" });
  const state = make("p", { class: "govuk-hint app-field-state", id: `${id}-state` });
  const group = make("div", { class: "govuk-form-group", "data-field": `asked:${key}` }, drawn.element, warning, state);
  drawn.element.firstElementChild.after(...[help, before].filter(Boolean));
  place.append(group);
  let inWords = "";
  const say = (words) => {
    inWords = words;
    before.hidden = !words;
    before.textContent = words ? `Answered in words: “${words}”. An answer here takes its place.` : "";
  };
  group.addEventListener("input", () => say(""));
  return {
    ...part(`asked:${key}`, drawn.first, { label, isRequired: required, isAsked: true, hasNames: drawn.hasNames }),
    isInPieces: drawn.isInPieces,
    read: () => inWords || drawn.words(),
    raw: () => (inWords ? undefined : drawn.raw()),
    write: (words, raw) => {
      const isRead = !words || (raw !== undefined && raw !== null);
      drawn.write(isRead && words ? raw : []);
      say(isRead ? "" : words);
    },
    holdsFocus: drawn.holdsFocus,
  };
}

// Something that has to follow, perhaps by a day: “Send the rota (by 12 9 2026)”.
export function followPart(field, takeAway) {
  const id = `record-${(count += 1)}`;
  const what = make("input", { class: "govuk-input", id, maxlength: 480 });
  const day = make("input", { class: "govuk-input govuk-input--width-10", id: `${id}-day`, type: "date" });
  const line = make(
    "li",
    { class: "app-card", "data-field": field },
    make("label", { class: "govuk-label", for: id, text: "What has to follow" }),
    what,
    make("p", { class: "govuk-body-s app-field-warning", role: "status", hidden: "" }),
    make("label", { class: "govuk-label", for: `${id}-day`, text: "By which day, if any" }),
    day,
    make("p", { class: "govuk-hint app-field-state" }),
    button("Take it away", takeAway),
  );
  return {
    ...part(field, what, { label: "What has to follow", hasNames: true }),
    line,
    read: () => asLine(what.value.trim(), day.value),
    write: (words) => {
      [what.value, day.value] = fromLine(words);
    },
    holdsFocus: () => line.contains(document.activeElement),
  };
}

function asLine(words, day) {
  const [year, month, date] = day.split("-").map(Number);
  return words && day ? `${words} (by ${date} ${month} ${year})` : words;
}

function fromLine(line) {
  const found = DATED.exec(line);
  return found ? [found[1], `${found[4]}-${two(found[3])}-${two(found[2])}`] : [line, ""];
}
