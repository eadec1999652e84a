// The list of what was saved from a visit, each with where it is: on this tablet, sent, or asking for something.
import { asAddress } from "./photos.js";
import { allOf } from "./database.js";
import { noteOldest } from "./status.js";
import { send } from "./sync.js";
import { $, button, make, moment, tag } from "./show.js";
import { STATES, bytesOf, itemsOf, keepTheirs, putMineInItsPlace, saidIn, sendAgain, sendMineAsWell } from "./writing.js";
import { unboxed } from "./vault.js";

const LOOKS = {
  queued: ["On this tablet", "yellow"],
  sent: ["Sent", "green"],
  held: ["Sent, waits for its first part", "blue"],
  attention: ["Needs your attention", "red"],
  conflict: ["Changed elsewhere: choose", "red"],
};

const ASKING = [STATES.ATTENTION, STATES.CONFLICT];
const WORDS = {
  evidence: (said) => said.text,
  person: (said) => `${said.code}: ${said.about || said.kind_title}`,
  record: (said) => said.words,
  finish: () => "The record is finished",
};

// `onChange(item, said)` opens an item in the form, `nameOf(field)` is what a part of the record is called. Parts of the
// record stand in their own form; here are those that ask for something.
export async function drawKept(owner, pack, { onChange, nameOf, redraw }) {
  const all = await itemsOf(owner, pack.visit.id);
  const items = all.filter((item) => item.kind !== "record" || ASKING.includes(item.state));
  const cards = [];
  for (const item of items) {
    cards.push(await card(item, { onChange, nameOf, redraw }));
  }
  const waiting = all.filter((item) => item.state === STATES.QUEUED).map((item) => Date.parse(item.captured_at));
  noteOldest(waiting.length ? Math.min(...waiting) : 0);
  $("kept-none").hidden = items.length > 0;
  $("kept-list").replaceChildren(...cards);
}

async function card(item, { onChange, nameOf, redraw }) {
  const said = await saidIn(item);
  const [words, colour] = LOOKS[item.state];
  const head = make("p", { class: "govuk-body" }, tag(words, colour), ` ${moment(item.captured_at)}`, item.number ? `, evidence ${item.number}` : "");
  const shown = make("li", { class: "app-card", "data-id": item.id, "data-state": item.state }, head);
  if (item.kind === "record") {
    shown.append(make("p", { class: "govuk-body govuk-!-font-weight-bold", text: nameOf(item.field) }));
  }
  shown.append(make("p", { class: "govuk-body", text: WORDS[item.kind](said) || "Nothing" }));
  if (item.sentence) {
    shown.append(make("p", { class: "govuk-error-message", text: item.sentence }));
  }
  shown.append(await photosOf(item, redraw));
  shown.append(doings(item, said, { onChange, redraw }));
  return shown;
}

function doings(item, said, { onChange, redraw }) {
  const group = make("div", { class: "govuk-button-group" });
  const then = (act) => async () => {
    await act();
    await redraw();
    send();
  };
  const short = (said.text || said.words || said.code || "").slice(0, 40);
  if (item.state === STATES.CONFLICT) {
    return conflict(item, said, then);
  }
  if (item.kind === "evidence" && [STATES.QUEUED, STATES.ATTENTION].includes(item.state)) {
    group.append(button("Change", () => onChange(item, said), { hiddenText: short }));
  }
  if (item.state === STATES.ATTENTION) {
    group.append(button("Send it again as it is", then(() => sendAgain("items", item.id)), { hiddenText: short }));
  }
  return group.childElementCount ? group : "";
}

// Both texts, side by side; nothing is chosen for anybody.
function conflict(item, said, then) {
  const theirs = make("div", { class: "app-two-texts" }, make("p", { class: "govuk-body govuk-!-font-weight-bold", text: `In the office, by ${item.theirs.by}` }), make("p", { class: "govuk-body", text: item.theirs.text || "Nothing" }), make("p", { class: "govuk-hint", text: item.theirs.source }));
  const mine = make("div", { class: "app-two-texts" }, make("p", { class: "govuk-body govuk-!-font-weight-bold", text: "On this tablet, by you" }), make("p", { class: "govuk-body", text: WORDS[item.kind](said) || "Nothing" }), make("p", { class: "govuk-hint", text: said.source || "" }));
  const group = make(
    "div",
    { class: "govuk-button-group" },
    button("Keep the one in the office", then(() => keepTheirs(item.id))),
    button("Put mine in its place", then(() => putMineInItsPlace(item.id))),
    isOneOrOther(item, said) ? "" : button("Keep both", then(() => sendMineAsWell(item.id))),
  );
  return make("div", {}, theirs, mine, group);
}

// A time, a tick or an answer that was chosen is one or the other; of words both may be kept.
function isOneOrOther({ field = "" }, { raw }) {
  return ["arrived", "left"].includes(field) || field.startsWith("agenda:") || raw !== undefined;
}

async function photosOf(item, redraw) {
  const list = make("ul", { class: "app-photos" });
  for (const photo of await allOf("photos", "item", item.id)) {
    const line = make("li", {}, await pictureOf(photo));
    line.append(make("p", { class: "govuk-body-s", text: photo.state === STATES.SENT ? "Photo: sent" : photo.state === STATES.ATTENTION ? `Photo: ${photo.sentence}` : "Photo: on this tablet" }));
    if (photo.state === STATES.ATTENTION) {
      line.append(button("Send this photo again", async () => {
        await sendAgain("photos", photo.id);
        await redraw();
        send();
      }));
    }
    list.append(line);
  }
  return list.childElementCount ? list : "";
}

export async function pictureOf(photo) {
  const small = photo.box && (await unboxed(photo.owner, photo.box));
  const address = small || (await asAddress(new Blob([await bytesOf(photo)], { type: "image/jpeg" })));
  return make("img", { src: address, alt: `Photo saved at ${moment(photo.captured_at)}` });
}
