// Warns five minutes before a page that nobody touches is signed out.
//
// <dialog data-session-warning data-minutes="60"> with a form to "stay signed in" (204 for X-Fragment) and two texts:
// [data-session-warning-soon] and [data-session-warning-over]. Pages of the same person tell each other that somebody
// is there, so that a second tab does not warn while the first is used.
const WARN_MINUTES = 5;
const MINUTE = 60_000;

export function startSessionWarning(dialog) {
  const idle = Number(dialog.dataset.minutes) * MINUTE;
  const form = dialog.querySelector("form");
  const soon = dialog.querySelector("[data-session-warning-soon]");
  const over = dialog.querySelector("[data-session-warning-over]");
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("still-here") : null;
  let seen = Date.now();

  function stillHere() {
    seen = Date.now();
    if (dialog.open) dialog.close();
    soon.hidden = false;
    over.hidden = true;
    form.hidden = false;
  }

  function look() {
    const quiet = Date.now() - seen;
    if (quiet < idle - WARN_MINUTES * MINUTE) return;
    const isOver = quiet >= idle;
    soon.hidden = isOver;
    over.hidden = !isOver;
    form.hidden = isOver;
    if (!dialog.open) dialog.showModal();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Fragment": "1" },
    }).catch(() => null);
    if (answer?.status === 204) {
      stillHere();
      tabs?.postMessage("");
    } else {
      soon.hidden = true;
      over.hidden = false;
      form.hidden = true;
    }
  });

  tabs?.addEventListener("message", stillHere);
  tabs?.postMessage("");
  setInterval(look, 15_000);
  document.addEventListener("visibilitychange", () => document.hidden || look());
}
