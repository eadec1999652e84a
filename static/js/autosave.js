// Saves a form while it is being filled in.
//
// Page:   <form method="post" data-autosave> with a hidden field `version`; optionally an element
//         <p class="app-saved" role="status" data-autosave-status></p> where the page wants the words.
// Server: the same POST address, with the header `X-Fragment: 1`, stores the raw draft and answers JSON
//           200 {"version": 8, "saved_at_text": "4:12pm"}
//           409 {"changed_by": "Amira Khan", "changed_at_text": "4:10pm", "version": 9}   someone else saved meanwhile
//           401 or anything else: not saved; the words say so and the form's own button still works.
// With `data-keep-here` what has not reached the server is kept on the device as well: kept-here.js.
// A draft is never taken for a valid answer: checking happens when the button is pressed. A button that is pressed while
// a save is on its way goes after it, with the version it brings back; a slow line holds it up for PATIENCE at most.
import { KeptHere } from "./kept-here.js";
import { Rejected, say, sendForm, statusOf } from "./sending.js";

const PAUSE = 1000;
const PATIENCE = 2000;
const AGAIN = [2000, 5000, 15000, 60000];

export function startAutosave(form) {
  new Autosave(form);
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.status = statusOf(form, "data-autosave-status");
    this.isWaiting = false; // something typed is not on the server yet
    this.sending = null; // the save that is on its way
    this.hasConflict = false;
    this.failures = 0;
    this.kept = form.dataset.keepHere ? new KeptHere(form) : null;
    form.addEventListener("input", () => this.changed(PAUSE));
    form.addEventListener("change", () => this.changed(0));
    form.addEventListener("submit", (event) => this.pressed(event));
    form.addEventListener("submit", () => this.kept?.sent());
    window.addEventListener("online", () => this.isWaiting && this.later(0));
    window.addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.leave());
  }

  changed(pause) {
    this.isWaiting = true;
    this.kept?.keep();
    this.later(pause);
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  stop() {
    clearTimeout(this.timer);
    this.isWaiting = false;
  }

  leave() {
    if (this.isWaiting && !this.sending && !this.hasConflict) {
      this.save({ keepalive: true });
    }
  }

  // Pressed twice while it waits, the form goes once, by the button that was pressed last.
  pressed(event) {
    this.stop();
    if (!this.sending) {
      return;
    }
    event.preventDefault();
    const isHeld = this.button !== undefined;
    this.button = event.submitter;
    if (!isHeld) {
      const longEnough = new Promise((resolve) => setTimeout(resolve, PATIENCE));
      Promise.race([this.sending, longEnough]).then(() => this.goOn());
    }
  }

  goOn() {
    const button = this.button;
    this.button = undefined;
    this.sending = null;
    this.form.requestSubmit(button);
  }

  // One request at a time: the answer to the last one carries the version the next one must send.
  async save(options) {
    if (this.sending || !this.isWaiting || this.hasConflict) {
      return;
    }
    clearTimeout(this.timer);
    this.isWaiting = false;
    this.sending = this.send(options);
    await this.sending;
    this.sending = null;
    if (this.isWaiting) {
      this.later(this.failures ? this.pauseAfterFailure() : PAUSE);
    }
  }

  async send(options) {
    try {
      this.saved(await sendForm(this.form, options));
    } catch (problem) {
      this.failed(problem);
    }
  }

  saved({ version, saved_at_text: time }) {
    this.failures = 0;
    const field = this.form.elements.namedItem("version");
    if (field && version !== undefined) {
      field.value = version;
    }
    if (!this.isWaiting) {
      this.kept?.drop();
    }
    say(this.status, `Saved at ${time}`);
  }

  failed(problem) {
    if (problem instanceof Rejected && problem.status === 409) {
      this.hasConflict = true;
      this.showConflict(problem.answer);
      return;
    }
    this.isWaiting = true;
    this.failures += 1;
    const signedOut = problem instanceof Rejected && problem.status === 401;
    const words = signedOut
      ? "Not saved: you have been signed out. Keep this page open, sign in on another tab, then type on."
      : "Not saved yet. We will try again. Keep this page open, or use the button to save.";
    say(this.status, words, { problem: true });
  }

  showConflict({ changed_by: who, changed_at_text: when }) {
    const words = `${who || "Somebody else"} changed this${when ? ` at ${when}` : ""}. Your text is still here and has not been saved.`;
    say(this.status, words, { problem: true });
    this.offerBothTexts();
  }

  // The form's own button opens the page with both texts: the server finds the same conflict and lets people choose.
  offerBothTexts() {
    const button = document.createElement("button");
    button.type = "submit";
    button.className = "govuk-button govuk-button--secondary";
    button.textContent = "See both texts and choose";
    this.status.after(button);
  }

  pauseAfterFailure() {
    return AGAIN[Math.min(this.failures, AGAIN.length) - 1];
  }
}
