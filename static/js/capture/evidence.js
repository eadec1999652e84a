// The form for one piece of evidence on the page of a visit.
import { draftOf, dropDraft, keepDraft } from "./drafts.js";
import { pictureOf } from "./kept.js";
import { suspected } from "./names.js";
import { madeSmall } from "./photos.js";
import { $, button, fault, make, options } from "./show.js";
import { dropPhoto, keep, keepPhoto, unsavedPhotos } from "./writing.js";

const NEEDED = {
  text: "Write what you saw or heard",
  kind: "Choose where it comes from",
  category: "Choose the kind of evidence",
  source: "Say where exactly",
};
const FULL = "This tablet has no room left. Send what is saved, or save a copy, and clear something else.";

export class EvidenceForm {
  constructor({ onSaved }) {
    this.form = $("evidence-form");
    this.onSaved = onSaved;
    this.form.addEventListener("input", () => this.typed());
    this.form.addEventListener("submit", (event) => this.submitted(event));
    $("photo").addEventListener("change", () => this.photographed());
    $("stop-changing").addEventListener("click", () => this.leave());
    $("kind").addEventListener("change", () => this.showPeriod());
  }

  async open(owner, pack) {
    this.owner = owner;
    this.pack = pack;
    options($("kind"), pack.kinds, "Choose");
    options($("category"), pack.categories, "Choose");
    $("directions").replaceChildren(...pack.directions.map((each) => choice("radio", "direction", each)));
    $("statements").replaceChildren(...pack.statements.map((each) => choice("checkbox", "statements", each)));
    this.fill((await draftOf(owner, pack.visit.id)) || { direction: "neutral" });
    await this.drawPhotos();
  }

  get values() {
    const data = new FormData(this.form);
    const words = Object.fromEntries(["text", "kind", "category", "source", "period", "direction"].map((name) => [name, String(data.get(name) || "").trim()]));
    const ticks = Object.fromEntries(["may_quote", "is_restricted", "is_checked"].map((name) => [name, data.has(name)]));
    return { ...words, ...ticks, statements: data.getAll("statements") };
  }

  fill(values) {
    this.form.reset();
    for (const name of ["text", "kind", "category", "source", "period"]) {
      $(name).value = values[name] || "";
    }
    for (const name of ["may_quote", "is_restricted", "is_checked"]) {
      $(name).checked = Boolean(values[name]);
    }
    for (const each of this.form.querySelectorAll("[name=direction]")) {
      each.checked = each.value === (values.direction || "neutral");
    }
    for (const each of this.form.querySelectorAll("[name=statements]")) {
      each.checked = (values.statements || []).includes(each.value);
    }
    this.changing = values.changing || null;
    this.changingVersion = values.version || 0;
    $("stop-changing").hidden = !this.changing;
    $("checked-group").hidden = !values.is_checked;
    this.showPeriod();
    this.sayStatements();
  }

  async typed() {
    this.sayStatements();
    try {
      const changing = { changing: this.changing, version: this.changingVersion };
      await keepDraft(this.owner, this.pack.visit.id, { ...this.values, ...changing });
      $("draft-state").textContent = this.values.text ? "Kept on this tablet as you type." : "";
    } catch {
      $("draft-state").textContent = FULL;
    }
  }

  // What was saved, or refused, comes into the form again. It stays as it was until it is saved.
  change(item, said) {
    this.fill({ ...said, changing: item.id, version: item.version });
    this.typed();
    $("text").focus();
  }

  leave() {
    dropDraft(this.owner, this.pack.visit.id);
    this.fill({ direction: "neutral" });
    $("draft-state").textContent = "";
  }

  sayStatements() {
    const count = this.values.statements.length;
    $("statements-summary").textContent = count ? `Statements it supports: ${count} chosen` : "Statements it supports";
  }

  showPeriod() {
    $("period-group").hidden = $("kind").value !== "data";
  }

  faults(values) {
    const found = Object.entries(NEEDED).filter(([name]) => !values[name]);
    if (values.kind === "data" && !values.period) {
      found.push(["period", "Say which time the figures are about"]);
    }
    const names = suspected(`${values.text}\n${values.source}`, this.pack.public_words);
    $("checked-group").hidden = !names.length && !values.is_checked;
    if (names.length && !values.is_checked) {
      found.push(["text", `This seems to hold ${names.join(" and ")}. Use a code, or tick the box below it`]);
    }
    return found;
  }

  showFaults(found) {
    const by = Object.fromEntries(found);
    ["text", "kind", "category", "source", "period"].forEach((name) => fault(name, by[name]));
    const summary = $("evidence-errors");
    summary.hidden = !found.length;
    summary.querySelector("ul").replaceChildren(
      ...found.map(([name, words]) => make("li", {}, make("a", { href: `#${name}`, text: words }))),
    );
    if (found.length) {
      summary.focus();
    }
  }

  async submitted(event) {
    event.preventDefault();
    const values = this.values;
    const found = this.faults(values);
    this.showFaults(found);
    if (found.length || this.isSaving) {
      return;
    }
    this.isSaving = true;
    try {
      await this.save(values);
    } catch {
      this.showFaults([["text", FULL]]);
    } finally {
      this.isSaving = false;
    }
  }

  async save(values) {
    const visit = this.pack.visit.id;
    const photos = await unsavedPhotos(this.owner, visit);
    const of = { owner: this.owner, visit, kind: "evidence" };
    const changed = this.changing ? { id: this.changing, version: this.changingVersion } : {};
    await keep(values, { ...of, ...changed }, photos.map((photo) => photo.id));
    navigator.vibrate?.(30);
    this.leave();
    await this.drawPhotos();
    await this.onSaved();
  }

  async photographed() {
    const input = $("photo");
    const files = [...input.files];
    input.value = "";
    const words = [];
    for (const file of files) {
      try {
        await keepPhoto(await madeSmall(file), { owner: this.owner, visit: this.pack.visit.id });
      } catch (problem) {
        words.push(problem?.name === "QuotaExceededError" ? FULL : `“${file.name}” cannot be read here. Take it again, or choose a JPG or PNG picture`);
      }
    }
    fault("photo", words.join(". "));
    await this.drawPhotos();
  }

  async drawPhotos() {
    const photos = await unsavedPhotos(this.owner, this.pack.visit.id);
    const lines = await Promise.all(photos.map((photo) => this.photoLine(photo)));
    $("photos").replaceChildren(...lines);
  }

  async photoLine(photo) {
    const away = button("Take it away", async () => {
      await dropPhoto(photo.id);
      await this.drawPhotos();
    });
    return make("li", {}, await pictureOf(photo), away);
  }
}

function choice(type, name, { key, title, area }) {
  const id = `${name}-${key}`;
  const kind = type === "radio" ? "radios" : "checkboxes";
  const label = make("label", { class: `govuk-label govuk-${kind}__label`, for: id, text: title });
  const hint = area && make("div", { class: `govuk-hint govuk-${kind}__hint`, text: area });
  return make("div", { class: `govuk-${kind}__item` }, make("input", { class: `govuk-${kind}__input`, type, id, name, value: key }), label, hint);
}
