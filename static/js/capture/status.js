// The words at the head of the page, always: what is saved, what waits, and what to do about it.
import { all } from "./database.js";
import { me } from "./people.js";
import { state } from "./sync.js";
import { $, button, make, things } from "./show.js";

const LONG_UNSENT = 24 * 60 * 60 * 1000;

export async function drawStatus() {
  const who = await me();
  const outbox = await all("outbox");
  const own = outbox.filter((entry) => entry.owner === who?.id);
  const parked = (await all("items")).concat(await all("photos")).filter((row) => row.owner === who?.id && ["attention", "conflict"].includes(row.state));
  const { look, words, does } = said({ own, parked, others: outbox.length - own.length, word: state().word });
  const bar = $("sync");
  if ($("sync-words").textContent !== words) {
    $("sync-words").textContent = words;
  }
  bar.dataset.state = look;
  $("sync-do").replaceChildren(...(does ? [does] : []));
}

function said({ own, parked, others, word }) {
  const saved = `${things(own.length)} saved on this tablet`;
  if (word === "revoked") {
    const words = own.length ? `This tablet was taken off the list. ${saved}: save a copy, and bring it in at a desk.` : "This tablet was taken off the list.";
    return { look: "problem", words };
  }
  if (word === "locked") {
    return { look: "problem", words: own.length ? `${saved}. Put in your PIN to send it.` : "This tablet is locked." };
  }
  if (word === "signin" && own.length) {
    return { look: "problem", words: `${saved}.`, does: signIn(`Sign in to send ${own.length === 1 ? "it" : "them"}`) };
  }
  if (word === "update") {
    return { look: "problem", words: `${saved}. Update this page first; nothing is lost.`, does: button("Look for the update", () => location.reload()) };
  }
  if (own.length) {
    return { look: "waiting", words: `${saved}, waiting for signal. You can keep working.${oldWords()}` };
  }
  if (parked.length) {
    return { look: "problem", words: `${things(parked.length)} ${parked.length === 1 ? "needs" : "need"} your attention. Everything else has been sent.` };
  }
  if (others) {
    return { look: "problem", words: `This tablet holds ${things(others)} recorded by somebody else. Ask them to sign in to send.` };
  }
  if (word === "signin" || word === "signed-out") {
    return { look: "waiting", words: "You are not signed in. You can write, and send it later.", does: signIn("Sign in") };
  }
  return word === "opening" || word === "waiting"
    ? { look: "waiting", words: "Nothing waits to be sent. You can write with or without signal." }
    : { look: "sent", words: "All evidence has been sent." };
}

let oldest = 0;

// After a day without signal people are told that it is time to find some.
export function noteOldest(at) {
  oldest = at;
}

function oldWords() {
  return oldest && Date.now() - oldest > LONG_UNSENT ? " Some of it is older than a day: find signal soon, or save a copy." : "";
}

function signIn(text) {
  const back = encodeURIComponent(location.pathname + location.search);
  return make("a", { class: "govuk-link", href: `/account/login/?next=${back}`, text });
}

