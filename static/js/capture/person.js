// Somebody met: the next code of this tablet, which no other tablet and no desk gives.
import { itemsOf, keep, saidIn } from "./writing.js";
import { $, fault, options } from "./show.js";

export class PersonForm {
  constructor({ onSaved }) {
    this.onSaved = onSaved;
    $("person-form").addEventListener("submit", (event) => this.submitted(event));
  }

  async open(owner, pack) {
    this.owner = owner;
    this.pack = pack;
    options($("person-kind"), pack.person_kinds, "Choose");
    $("person-next").textContent = "Their code is made here, so that you can use it in your notes at once. Their name is kept nowhere.";
  }

  async submitted(event) {
    event.preventDefault();
    const kind = $("person-kind").value;
    const agreed_how = $("agreed_how").value.trim();
    const wrong = [fault("person-kind", kind ? "" : "Choose who it is"), fault("agreed_how", agreed_how ? "" : "Say how they agreed to talk")];
    if (wrong.some(Boolean)) {
      return;
    }
    const number = await this.nextNumber(kind);
    if (number >= this.pack.numbers.first + this.pack.numbers.count) {
      fault("person-kind", "This tablet has no more codes of this kind. Note whom you met at a desk");
      return;
    }
    const code = `${kind}${number}`;
    const kind_title = this.pack.person_kinds.find((each) => each.key === kind).title;
    const said = { kind, kind_title, number, code, agreed_how, about: $("about").value.trim(), may_quote: $("person-quote").checked };
    await keep(said, { owner: this.owner, visit: this.pack.visit.id, kind: "person" });
    $("person-form").reset();
    $("person-given").textContent = `They are ${code}. Use this code in your notes.`;
    await this.onSaved();
  }

  async nextNumber(kind) {
    const here = (await itemsOf(this.owner, this.pack.visit.id)).filter((item) => item.kind === "person");
    const said = await Promise.all(here.map(saidIn));
    const given = [...said, ...this.pack.people].filter((each) => each.kind === kind).map((each) => each.number);
    const { first, count } = this.pack.numbers;
    return Math.max(first - 1, ...given.filter((number) => number >= first && number < first + count)) + 1;
  }
}
