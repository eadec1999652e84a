// Shows the results of a filter while it is being changed. The form is an ordinary GET form and stays the truth.
//
// Page:   <form method="get" data-live-filter="#results"> with its button marked data-live-filter-button;
//         <div id="results" data-count="12 applications"> … </div>, and optionally
//         <p class="govuk-visually-hidden" role="status" data-live-filter-status></p>.
// Server: the same GET address. With the header `X-Fragment: 1` it may answer only the results element; the whole page
//         does as well. It must send `Vary: X-Fragment`, else the Back button could show a fragment.
// On any failure the form is sent the ordinary way.
import { say, statusOf } from "./sending.js";

const TYPING = 300;

export function startLiveFilter(form) {
  const target = form.dataset.liveFilter;
  if (!document.querySelector(target)) {
    return;
  }
  const status = statusOf(form, "data-live-filter-status");
  let timer;
  let running;

  const refresh = () => {
    running?.abort();
    running = new AbortController();
    return show(form, target, status, running);
  };
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(refresh, pause);
  };

  form.addEventListener("input", (event) => later(isTyped(event.target) ? TYPING : 0));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    refresh().then(() => goTo(document.querySelector(target)));
  });
}

// Whoever presses the button wants the results; on a phone they stand below the fields.
function goTo(results) {
  results.tabIndex = -1;
  results.focus({ preventScroll: true });
  if (results.getBoundingClientRect().top > window.innerHeight / 2) {
    results.scrollIntoView();
  }
}

function isTyped(field) {
  return field instanceof HTMLInputElement && !["checkbox", "radio"].includes(field.type);
}

async function show(form, target, status, running) {
  const place = document.querySelector(target);
  const address = addressOf(form);
  place.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, { headers: { "X-Fragment": "1" }, signal: running.signal, redirect: "error" });
    if (!response.ok) {
      throw new Error(`The server answered ${response.status}`);
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector(target);
    if (!fresh) {
      throw new Error("The answer holds no results");
    }
    place.replaceWith(document.adoptNode(fresh));
    window.history.replaceState(null, "", address);
    say(status, fresh.dataset.count || "");
  } catch (problem) {
    if (problem.name !== "AbortError") {
      HTMLFormElement.prototype.submit.call(form);
    }
  }
}

// Empty fields are left out, so that the address can be read and shared.
function addressOf(form) {
  const address = new URL(form.action || window.location.href);
  const filled = [...new FormData(form).entries()].filter(([, value]) => typeof value === "string" && value !== "");
  address.search = new URLSearchParams(filled).toString();
  return address;
}
