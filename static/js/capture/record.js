// The record of a visit: its checklist, agenda, times, agreement and what has to follow. Each part is kept on the tablet
// the moment it is touched, goes by itself, and says beside it where it is.
import { suspected } from "./names.js";
import { agendaParts, askedParts, builtInParts, followPart } from "./record-parts.js";
import { $, make } from "./show.js";
import { drawStatus } from "./status.js";
import { STATES, fieldsOf, itemsOf, keep, keepField, saidIn, takeBack } from "./writing.js";

const FULL = "This tablet has no room left. Send what is saved, or save a copy, and clear something else.";
const LOOKS = {
  queued: "Kept on this tablet.",
  sent: "Sent.",
  held: "Sent, waits for its first part.",
  attention: "Needs your attention: look below at what is saved.",
  conflict: "Somebody else wrote here too: choose below at what is saved.",
};
const FOLLOW = "follow:";

export class RecordForm {
  constructor({ onSaved }) {
    this.onSaved = onSaved;
    this.parts = new Map();
    $("record-form").addEventListener("input", ({ target }) => this.touched(this.partOf(target)));
    $("record-form").addEventListener("change", ({ target }) => this.changed(this.partOf(target)));
    $("record-form").addEventListener("focusout", ({ target, relatedTarget }) => this.wentOn(this.partOf(target), relatedTarget));
    $("record-form").addEventListener("submit", (event) => event.preventDefault());
    $("record-follow-add").addEventListener("click", () => this.addFollowUp(`${FOLLOW}${crypto.randomUUID()}`).focus());
    $("record-finish").addEventListener("click", () => this.finish());
    $("record-open").addEventListener("click", () => this.goOn());
  }

  async open(owner, pack) {
    const isAnother = this.owner !== owner || this.pack?.visit.id !== pack.visit.id;
    Object.assign(this, { owner, pack });
    if (!isAnother) {
      return;
    }
    this.parts.clear();
    $("record-follow").replaceChildren();
    $("record-home").hidden = !pack.visit.is_home;
    for (const part of [...builtInParts(), ...(await agendaParts(pack)), ...askedParts(pack)]) {
      this.parts.set(part.name, part);
      part.onNow = () => this.left(part);
    }
    await this.redraw();
  }

  // What a part of the record is called, in the list of what is saved.
  nameOf(field) {
    return this.parts.get(field)?.label || "What has to follow";
  }

  partOf(control) {
    return this.parts.get(control.closest("[data-field]")?.dataset.field);
  }

  async touched(part) {
    if (part) {
      await this.save(part);
      await drawStatus();
    }
  }

  // A day is whole once its last box is left, and a choice once its words are there; half of it would only be refused.
  changed(part) {
    return part?.isInPieces?.() ? this.touched(part) : this.left(part);
  }

  async wentOn(part, next) {
    if (part?.isInPieces?.() && !part.group.contains(next)) {
      await this.left(part);
    }
  }

  // The finger, or the focus, has left: it is kept, and may go.
  async left(part) {
    if (part) {
      await this.save(part);
      await this.onSaved();
    }
  }

  // While one save is on its way to the disk the next one waits, with the newest words.
  save(part) {
    part.isDirty = true;
    part.touches += 1;
    if (part.read().trim() !== part.kept) {
      this.say(part, "Writing it down.");
    }
    const mine = (part.saving || Promise.resolve()).then(() => this.saveAll(part));
    part.saving = mine;
    return mine.finally(() => {
      part.saving = part.saving === mine ? null : part.saving;
    });
  }

  async saveAll(part) {
    while (part.isDirty) {
      part.isDirty = false;
      const words = part.read().trim();
      if (words !== part.kept) {
        try {
          const of = { owner: this.owner, visit: this.pack.visit.id, field: part.name, shown: part.shown };
          await keepField({ ...of, raw: part.raw?.() }, words);
          part.kept = words;
          part.touches += 1; // what was read while it was on its way is older
          this.say(part, part.isDirty ? "Writing it down." : LOOKS.queued);
        } catch (problem) {
          this.say(part, problem?.name === "QuotaExceededError" ? FULL : "This could not be kept. Lock and open the tablet, and try again.");
          return;
        }
      }
    }
    this.warn(part);
    this.sayProgress();
  }

  // Shows what is kept here and what the pack brought. A part that somebody is writing in stays as it is.
  async redraw() {
    if (!this.pack) {
      return;
    }
    const before = new Map([...this.parts.values()].map((part) => [part.name, part.touches]));
    const here = await fieldsOf(this.owner, this.pack.visit.id);
    const taken = new Map((this.pack.record || []).map((each) => [each.field, each]));
    this.drawFollowUps(here, taken);
    for (const part of this.parts.values()) {
      const isTouched = part.saving || part.isDirty || part.touches !== (before.get(part.name) ?? 0); // since it was read
      this.drawPart(part, here.get(part.name), taken.get(part.name), isTouched || part.holdsFocus());
    }
    this.sayProgress();
    await this.drawClosed();
  }

  drawPart(part, item, taken, isInUse) {
    const isNewer = taken && (!item || (item.state === STATES.SENT && taken.version > item.version));
    const words = isNewer ? taken.words : item?.said.words || "";
    if (!isInUse) {
      if (part.read().trim() !== words) {
        part.write(words, isNewer ? taken.raw : item?.said.raw);
      }
      part.kept = part.read().trim();
      part.shown = isNewer ? taken.version : item?.version || 0;
      this.warn(part);
    }
    if (part.saving) {
      return;
    }
    const state = isNewer ? (taken.words && taken.by ? `Written by ${taken.by}.` : "") : LOOKS[item?.state] || "";
    const isRefused = Boolean(item && !isNewer && item.state === STATES.ATTENTION);
    const isAsking = isRefused || Boolean(item && !isNewer && item.state === STATES.CONFLICT);
    this.say(part, isRefused && item.sentence ? `Not taken: ${item.sentence}` : state, isAsking);
    part.isRefused = isRefused;
    part.group.classList.toggle("govuk-form-group--error", isRefused);
  }

  say(part, words, isAsking = false) {
    part.state.textContent = words;
    part.state.classList.toggle("app-field-state--asking", isAsking);
  }

  warn(part) {
    if (part.warning) {
      const names = suspected(part.read(), this.pack.public_words);
      part.warning.hidden = !names.length;
      part.warning.textContent = names.length ? `This seems to hold ${names.join(" and ")}. Use a code, and no name.` : "";
    }
  }

  drawFollowUps(here, taken) {
    const wanted = new Set([...here.keys(), ...taken.keys()].filter((name) => name.startsWith(FOLLOW)));
    for (const name of wanted) {
      const words = here.get(name)?.said.words ?? taken.get(name)?.words;
      if (words && !taken.get(name)?.is_made && !this.parts.has(name)) {
        this.addFollowUp(name);
      }
    }
    const made = [...taken.values()].filter((each) => each.is_made);
    $("record-made").replaceChildren(...made.map((each) => make("li", { text: `${each.words} (on the list already)` })));
  }

  addFollowUp(name) {
    const part = followPart(name, () => this.takeAway(part));
    this.parts.set(name, part);
    $("record-follow").append(part.line);
    return part;
  }

  async takeAway(part) {
    part.write("");
    part.line.remove();
    await this.left(part);
    this.parts.delete(part.name);
    $("record-follow-add").focus();
  }

  sayProgress() {
    const asked = [...this.parts.values()].filter((part) => part.isAsked);
    const answered = asked.filter((part) => part.read().trim()).length;
    $("record-progress").textContent = asked.length ? `${answered} of ${asked.length} questions of the checklist are answered.` : "";
  }

  missing() {
    const needed = [...this.parts.values()].filter((part) => part.isRequired || (part.name === "agreed" && this.pack.visit.is_home));
    const inOrder = (one, other) => ($(one.id).compareDocumentPosition($(other.id)) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
    const refused = [...this.parts.values()].filter((part) => part.isRefused && part.read().trim());
    return [...needed.filter((part) => !part.read().trim()), ...refused].sort(inOrder);
  }

  async finish() {
    await Promise.all([...this.parts.values()].map((part) => this.save(part)));
    const missing = this.missing();
    const summary = $("record-errors");
    summary.hidden = !missing.length;
    summary.querySelector("ul").replaceChildren(
      ...missing.map((part) => make("li", {}, make("a", { href: `#${part.id}`, text: `${part.read().trim() ? "Not taken" : "Not written yet"}: ${part.label}` }))),
    );
    if (missing.length) {
      summary.focus();
      return;
    }
    const before = await this.finished();
    const of = { owner: this.owner, visit: this.pack.visit.id, kind: "finish" };
    const parts = [...(await fieldsOf(this.owner, this.pack.visit.id)).values()].map((item) => item.id);
    await keep({ under: this.pack.taken_at, parts }, before?.state === STATES.ATTENTION ? { ...of, id: before.id } : of);
    await this.onSaved();
    $("record").focus();
  }

  async finished() {
    return (await itemsOf(this.owner, this.pack.visit.id)).find((item) => item.kind === "finish");
  }

  async goOn() {
    const said = await this.finished();
    if (said?.state === STATES.QUEUED) {
      await takeBack(said.id);
    }
    await this.onSaved();
  }

  // A record that is finished is read and not written, until somebody goes on, or a manager sends it back.
  async drawClosed() {
    const said = await this.finished();
    const isWaiting = said?.state === STATES.QUEUED;
    const isSent = said?.state === STATES.SENT && (await saidIn(said)).under === this.pack.taken_at;
    const isClosed = Boolean(this.pack.visit.written) || isWaiting || isSent;
    const waits = "You said that the record is finished. It waits on this tablet for signal.";
    $("record-closed").hidden = !isClosed;
    $("record-closed-words").textContent = this.pack.visit.written || (isWaiting ? waits : "The record is finished and sent.");
    $("record-open").hidden = !isWaiting;
    $("record-fields").disabled = isClosed;
  }
}
