// Questions of the checklist by their type, drawn as the forms of the portal draw them. What is kept is the raw answer, of
// the shape those forms keep, and the words that say it. A kind this page does not know is answered in words.
import { make } from "./show.js";

const MONTHS = "January February March April May June July August September October November December".split(" ");
const WIDTHS = { year: 4 };
const KINDS = { radios: chosen, ticks: chosen, radios_and_words: chosenAndSaid, select: picked, boxes: boxed, line: typed };

// {element, first, raw, words, write, holdsFocus, isInPieces} of a question, or nothing where it is asked in words.
// `about` are the ids of what describes it. Half of an answer in pieces would only be refused: `isInPieces` says so.
export function drawnByType(asked, { id, label, about }) {
  return KINDS[asked.control]?.(asked, { id, label, about });
}

function legendOf(label) {
  return make("legend", { class: "govuk-fieldset__legend govuk-fieldset__legend--s", text: label });
}

function fieldset(label, about, ...inside) {
  const role = inside.some((each) => each?.className?.includes("date-input")) ? { role: "group" } : {};
  return make("fieldset", { class: "govuk-fieldset", "aria-describedby": about, ...role }, legendOf(label), ...inside);
}

// Radio buttons for one answer, tick boxes for several.
function chosen({ control, choices, exclusive, is_inline }, { id, label, about }) {
  const [kind, type] = control === "ticks" ? ["checkboxes", "checkbox"] : ["radios", "radio"];
  const list = make("div", { class: `govuk-${kind}${is_inline ? ` govuk-${kind}--inline` : ""}` });
  const boxes = choices.map(({ key, title, hint }, index) => {
    const own = `${id}${index ? `-${index}` : ""}`;
    const described = hint ? { "aria-describedby": `${own}-hint` } : {};
    const box = make("input", { class: `govuk-${kind}__input`, type, id: own, name: id, value: key, ...described });
    const name = make("label", { class: `govuk-label govuk-${kind}__label`, for: own, text: title });
    const help = hint && make("div", { class: `govuk-hint govuk-${kind}__hint`, id: `${own}-hint`, text: hint });
    if (key === exclusive) {
      list.append(make("div", { class: `govuk-${kind}__divider`, text: "or" }));
    }
    list.append(make("div", { class: `govuk-${kind}__item` }, box, name, help));
    return box;
  });
  list.addEventListener("change", ({ target }) => onlyOne(boxes, target, exclusive));
  const ticked = () => boxes.filter((box) => box.checked).map((box) => box.value);
  return {
    element: fieldset(label, about, list),
    first: boxes[0],
    raw: () => (type === "radio" ? ticked()[0] || "" : ticked()),
    words: () => choices.filter(({ key }) => ticked().includes(key)).map(({ title }) => title).join("\n"),
    write: (raw) => boxes.forEach((box) => (box.checked = [raw].flat().includes(box.value))),
    holdsFocus: () => false, // an answer is made at once, and nobody writes on in it
  };
}

// One answer, and a few words from whoever takes the one that asks for them. Those words are asked for when it is taken.
function chosenAndSaid(asked, { id, label, about }) {
  const one = chosen(asked, { id, label, about });
  const asking = asked.choices.filter((choice) => choice.asks).map(({ key, title, asks }) => {
    const own = `${id}-${key}`;
    const looks = asked.is_line ? ["input", { class: "govuk-input", id: own }] : ["textarea", { class: "govuk-textarea", id: own, rows: 3 }];
    const box = make(looks[0], { ...looks[1], maxlength: 4500 });
    const name = make("label", { class: "govuk-label", for: own, text: asks });
    const group = make("div", { class: "govuk-radios__conditional", hidden: "" }, make("div", { class: "govuk-form-group" }, name, box));
    one.element.querySelector(`[value="${key}"]`).parentElement.after(group);
    return { key, title, box, group };
  });
  const taken = () => asking.find(({ key }) => key === one.raw());
  const show = () => asking.forEach((each) => (each.group.hidden = each !== taken()));
  const said = () => taken()?.box.value.trim() || "";
  one.element.addEventListener("change", show);
  return {
    ...one,
    raw: () => ({ chosen: one.raw(), words: said() ? { [taken().key]: said() } : {} }),
    words: () => [one.words(), said()].filter(Boolean).join("\n"),
    write: (raw) => {
      one.write(raw?.chosen || "");
      asking.forEach(({ key, box }) => (box.value = raw?.words?.[key] || ""));
      show();
    },
    holdsFocus: () => asking.some(({ box }) => document.activeElement === box),
    isInPieces: () => Boolean(taken()) && !said(),
    hasNames: true,
  };
}

// “None of these” takes the others away, and they take it away.
function onlyOne(boxes, touched, exclusive) {
  if (exclusive && touched.checked) {
    const others = boxes.filter((box) => (touched.value === exclusive) !== (box.value === exclusive));
    others.forEach((box) => (box.checked = false));
  }
}

function picked({ choices }, { id, label, about }) {
  const first = make("option", { value: "", text: "Choose one" });
  const rest = choices.map(({ key, title }) => make("option", { value: key, text: title }));
  const list = make("select", { class: "govuk-select", id, "aria-describedby": about }, first, ...rest);
  return {
    element: named(label, id, list),
    first: list,
    raw: () => list.value,
    words: () => (list.value ? list.selectedOptions[0].textContent : ""),
    write: (raw) => (list.value = raw),
    holdsFocus: () => document.activeElement === list,
  };
}

// A day or a month, in boxes.
function boxed({ boxes: names }, { id, label, about }) {
  const list = make("div", { class: "govuk-date-input" });
  const boxes = names.map((name, index) => {
    const own = `${id}${index ? `-${index}` : ""}`;
    const width = `govuk-input--width-${WIDTHS[name] || 2}`;
    const box = make("input", { class: `govuk-input govuk-date-input__input ${width}`, id: own, inputmode: "numeric", maxlength: 20 });
    const title = name[0].toUpperCase() + name.slice(1);
    const label = make("label", { class: "govuk-label govuk-date-input__label", for: own, text: title });
    list.append(make("div", { class: "govuk-date-input__item" }, make("div", { class: "govuk-form-group" }, label, box)));
    return box;
  });
  const raw = () => boxes.map((box) => box.value.trim());
  return {
    element: fieldset(label, about, list),
    first: boxes[0],
    raw,
    words: () => dayInWords(raw()),
    write: (values) => boxes.forEach((box, index) => (box.value = values[index] || "")),
    holdsFocus: () => boxes.includes(document.activeElement),
    isInPieces: () => true,
  };
}

function dayInWords(values) {
  const said = values.map((value, index) => (index === values.length - 2 && MONTHS[value - 1]) || value);
  return said.filter(Boolean).join(" ");
}

function typed({ mode, classes, prefix, suffix }, { id, label, about }) {
  const how = { inputmode: mode || "text", "aria-describedby": about, maxlength: 500 };
  const line = make("input", { class: `govuk-input ${classes}`, id, ...how });
  const before = prefix && make("div", { class: "govuk-input__prefix", "aria-hidden": "true", text: prefix });
  const after = suffix && make("div", { class: "govuk-input__suffix", "aria-hidden": "true", text: suffix });
  const whole = prefix || suffix ? make("div", { class: "govuk-input__wrapper" }, before, line, after) : line;
  return {
    element: named(label, id, whole),
    first: line,
    raw: () => line.value.trim(),
    words: () => line.value.trim(),
    write: (raw) => (line.value = raw),
    holdsFocus: () => document.activeElement === line,
  };
}

function named(label, id, control) {
  return make("div", {}, make("label", { class: "govuk-label govuk-label--s", for: id, text: label }), control);
}
