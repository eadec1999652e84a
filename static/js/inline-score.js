// Saves a score as soon as it is chosen.
//
// Page:   <form method="post" data-inline-score> with radios, an optional reason, a hidden field `version`, and around or
//         on its button the attribute data-inline-score-button (hidden by the style sheet while scripts work).
//         One element <p class="app-saved" role="status" data-inline-score-status></p>, in the form or on the page.
// Server: the same POST address with the header `X-Fragment: 1` answers JSON
//           200 {"text": "Saved. 4 of 12 scored.", "version": 3}
//           422 {"text": "Say why you gave 1."}     the choice is kept on the page, the words say what is missing
//           409 {"text": "This score was changed elsewhere. Load the page again."}
// On any failure the button comes back and the words say that it must be used.
import { Rejected, say, sendForm, statusOf } from "./sending.js";

export function startInlineScore(form) {
  const status = statusOf(form, "data-inline-score-status");
  let queue = Promise.resolve();

  // In order, one after the other: the last choice made is the last one stored.
  form.addEventListener("change", () => {
    queue = queue.then(() => save(form, status));
  });
  form.addEventListener("submit", () => say(status, ""));
}

async function save(form, status) {
  if (!form.isConnected) {
    return;
  }
  try {
    const { text, version } = await sendForm(form);
    const field = form.elements.namedItem("version");
    if (field && version !== undefined) {
      field.value = version;
    }
    form.removeAttribute("data-inline-score-failed");
    say(status, text || "Saved");
  } catch (problem) {
    form.setAttribute("data-inline-score-failed", "");
    const told = problem instanceof Rejected && problem.answer.text;
    say(status, told || "Not saved. Use the Save button to try again.", { problem: true });
  }
}
