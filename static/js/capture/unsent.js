// Whether this device holds something of a visit that has not come to the portal, for the page where somebody signs out:
// the browser must then be asked to forget everything but that.
import { all } from "./database.js";
import { make, things } from "./show.js";

export async function keepVisits(form) {
  const count = await unsent();
  if (count) {
    const words = `${things(count)} from visits on this tablet ${count === 1 ? "has" : "have"} not been sent. Signing out takes nothing of it away, and nobody else can read it here. Sign in again to send it.`;
    form.before(make("div", { class: "govuk-inset-text" }, make("p", { class: "govuk-body", text: words })));
    form.append(make("input", { type: "hidden", name: "keeps_visits", value: "yes" }));
  }
}

async function unsent() {
  const isThere = (await indexedDB.databases()).some(({ name }) => name === "visits");
  if (!isThere) {
    return 0;
  }
  const rows = [...(await all("items")), ...(await all("photos"))].filter((row) => row.state !== "sent");
  return rows.length + Object.keys(localStorage).filter((name) => name.startsWith("draft:")).length;
}
