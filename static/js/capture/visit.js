// The page of one visit: its pack, its forms, what is saved, and whether the tablet is ready.
import { EvidenceForm } from "./evidence.js";
import { drawKept } from "./kept.js";
import { checksOf, noteReady, packOf } from "./packs.js";
import { PersonForm } from "./person.js";
import { RecordForm } from "./record.js";
import { rescueFiles, saveFile } from "./rescue.js";
import { ask, session } from "./server.js";
import { $, make, moment, showOnly } from "./show.js";
import { drawStatus } from "./status.js";
import { send } from "./sync.js";
import { choosePin, isSealed, lock } from "./vault.js";
import { fault } from "./show.js";

export class VisitPage {
  constructor() {
    const saved = async () => {
      await this.redraw();
      send();
    };
    this.evidence = new EvidenceForm({ onSaved: saved });
    this.person = new PersonForm({ onSaved: saved });
    this.record = new RecordForm({ onSaved: saved });
    $("ready-check").addEventListener("click", () => this.check());
    $("send-now").addEventListener("click", () => send());
    $("rescue").addEventListener("click", () => this.rescue());
    $("pin-form").addEventListener("submit", (event) => this.seal(event));
    $("lock-now").addEventListener("click", () => lock());
  }

  async open(owner, visit) {
    const pack = await packOf(owner, visit);
    Object.assign(this, { owner, visit, pack });
    showOnly("visit");
    this.drawPack();
    await this.evidence.open(owner, pack);
    await this.person.open(owner, pack);
    await this.record.open(owner, pack);
    await this.drawPin();
    await this.redraw();
    await this.check();
  }

  async redraw() {
    await drawStatus();
    if (this.pack && !$("visit").hidden) {
      const onChange = (item, said) => this.evidence.change(item, said);
      await this.takeNewPack();
      await this.record.redraw();
      const nameOf = (field) => this.record.nameOf(field);
      await drawKept(this.owner, this.pack, { onChange, nameOf, redraw: () => this.redraw() });
      await drawStatus();
    }
  }

  // Sending brought the pack anew: what colleagues and the office wrote stands in the record.
  async takeNewPack() {
    const pack = await packOf(this.owner, this.visit);
    if (pack && pack.taken_at !== this.pack.taken_at) {
      this.pack = pack;
      this.drawPack();
      await this.record.open(this.owner, pack);
    }
  }

  drawPack() {
    const { assessment, visit, planned, people } = this.pack;
    document.title = `${visit.name}, ${assessment.reference} – Site visits`;
    $("visit-caption").textContent = assessment.reference;
    $("title").textContent = `${visit.name}: ${assessment.name}`;
    $("visit-when").textContent = `${visit.when}. ${visit.how}${visit.place ? `: ${visit.place}` : ""}.`;
    for (const each of document.querySelectorAll("[data-evidence-alone]")) {
      each.hidden = this.pack.has_evidence === false; // only an assessment has evidence
    }
    fill("pack-planned", planned, (each) => `${each.what} (${each.statement_title}, ${each.category_title})`, "Nothing is planned to be looked for.");
    fill("pack-people", people, (each) => `${each.code}${each.about ? `: ${each.about}` : ""}. ${each.may_quote ? "May be quoted" : "Must not be quoted"}`, "Nobody has a code yet.");
  }

  async check() {
    const checks = await checksOf(this.owner, this.visit);
    const isReady = checks.every(([, holds]) => holds);
    $("ready").dataset.isReady = isReady ? "yes" : "no";
    $("ready-title").textContent = isReady ? `Ready for offline use. Checked ${moment(new Date().toISOString())}` : "Not ready for offline use yet";
    $("ready-list").replaceChildren(...checks.map(([words, holds]) => make("li", { text: `${holds ? "✓" : "✗ Not yet:"} ${words}` })));
    if (isReady) {
      await noteReady(this.owner, this.visit);
      this.tellReady().catch(() => {}); // only told when there is signal
    }
  }

  async tellReady() {
    const now = await session();
    if (now.user?.id === this.owner) {
      await ask(`packs/${this.visit}/ready/`, { method: "POST", owner: this.owner, csrf: now.csrf, body: {} });
    }
  }

  async rescue() {
    let count = 0;
    for await (const file of rescueFiles(this.owner)) {
      saveFile(file);
      count += 1;
    }
    $("rescue-said").textContent = `${count === 1 ? "A file was" : `${count} files were`} saved on this tablet. At a desk, bring ${count === 1 ? "it" : "them"} in on the page of your tablets. What is here stays here too.`;
  }

  async drawPin() {
    const sealed = await isSealed(this.owner);
    $("pin-off").hidden = sealed;
    $("pin-on").hidden = !sealed;
  }

  async seal(event) {
    event.preventDefault();
    const pin = $("choose-pin").value;
    if (fault("choose-pin", isPin(pin) ? "" : "Choose a PIN of 6 digits or more")) {
      return;
    }
    try {
      await choosePin(this.owner, pin, (key) => this.keepCopy(key));
      $("choose-pin").value = "";
      await this.drawPin();
    } catch {
      fault("choose-pin", "A PIN can be chosen only with signal, and signed in. Nothing has changed");
    }
  }

  async keepCopy(key) {
    const now = await session();
    const { status } = await ask("recovery/", { method: "POST", owner: this.owner, csrf: now.csrf, body: { key } });
    if (status !== 200 || now.user?.id !== this.owner) {
      throw new Error("not kept");
    }
  }
}

export const isPin = (pin) => /^\d{6,}$/.test(pin);

function fill(id, rows, words, none) {
  const list = make("ul", { class: "govuk-list govuk-list--bullet" }, ...rows.map((row) => make("li", { text: words(row) })));
  $(id).replaceChildren(rows.length ? list : make("p", { class: "govuk-body", text: none }));
}
