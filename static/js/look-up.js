// Suggests names while somebody types in a search box. Choosing one opens its page; the button works without any of this.
//
// Page:   <input type="search" data-look-up="/look-up/suggestions/?list=companies"> in a form that is sent by GET to the same page.
// Server: GET with q answers JSON {"found": [{"number": "…", "name": "…", "about": "…"}]}; anything else shows nothing.
const PAUSE = 300;
const SHORTEST = 3;

export function startLookUp(input) {
  const list = document.createElement("ul");
  list.className = "govuk-list app-suggestions";
  list.hidden = true;
  const status = document.createElement("p");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  input.after(list, status);
  let timer;
  let newest = 0;

  async function ask() {
    const words = input.value.trim();
    const mine = ++newest;
    if (words.length < SHORTEST) {
      show([]);
      return;
    }
    try {
      const address = new URL(input.dataset.lookUp, window.location.href);
      address.searchParams.set("q", words);
      const answer = await fetch(address);
      const found = answer.ok ? (await answer.json()).found : [];
      if (mine === newest) {
        show(found);
      }
    } catch {
      show([]);
    }
  }

  function show(found) {
    list.replaceChildren(...found.map(line));
    list.hidden = found.length === 0;
    status.textContent = found.length ? `${found.length} found` : "";
  }

  function line({ number, name, about }) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = `?${new URLSearchParams({ pick: number })}`;
    link.textContent = name;
    item.append(link, ` – ${about}`);
    return item;
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
}
