// Starts every behaviour a page asks for. All of them only help: each page works without any of this.
//
// An element asks by an attribute; the module of the same name says at its head what the element and the server must do:
//   data-autosave · data-here · data-inline-score · data-live-filter · data-job-progress · data-look-up · data-session-warning · data-module="moj-sortable-table"
import { Radios, initAll } from "./vendor/govuk-frontend.min.js";
import { startAutosave } from "./autosave.js";
import { startHere } from "./here.js";
import { startInlineScore } from "./inline-score.js";
import { startJobProgress } from "./job-progress.js";
import { forgetWhatCame } from "./kept-here.js";
import { startLiveFilter } from "./live-filter.js";
import { startLookUp } from "./look-up.js";
import { startSessionWarning } from "./session-warning.js";

// A radio may not say that something is expanded (ARIA 1.2): what it reveals follows it, and is read next.
const reveal = Radios.prototype.syncConditionalRevealWithInputState;
Radios.prototype.syncConditionalRevealWithInputState = function (radio) {
  reveal.call(this, radio);
  radio.removeAttribute("aria-expanded");
};
initAll();

const behaviours = {
  "[data-autosave]": startAutosave,
  "[data-here]": startHere,
  "[data-inline-score]": startInlineScore,
  "[data-job-progress]": startJobProgress,
  "[data-live-filter]": startLiveFilter,
  "[data-look-up]": startLookUp,
  "[data-session-warning]": startSessionWarning,
};

for (const [selector, start] of Object.entries(behaviours)) {
  document.querySelectorAll(selector).forEach(start);
}

const sortable = document.querySelectorAll('[data-module="moj-sortable-table"]');
if (sortable.length > 0) {
  import("./vendor/moj-sortable-table.js").then(({ SortableTable }) => {
    sortable.forEach((table) => new SortableTable(table));
  });
}

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

forgetWhatCame();
