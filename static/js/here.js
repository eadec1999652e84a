// Tells the server that this page is open, and shows who else has it open.
//
// Page:   <p role="status" data-here="/address/">words as they are now</p>, and a form with the CSRF token.
// Server: POST, answers JSON {"here": "Amira Khan is writing here."}; empty when nobody else does. Anything else: the
//         words stay as they are, and it is tried again later.
const EVERY = 25000; // the server forgets a page after 60 seconds

export function startHere(element) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (!token) {
    return;
  }
  const tell = async () => {
    if (document.visibilityState === "hidden") {
      return;
    }
    try {
      const response = await fetch(element.dataset.here, {
        method: "POST",
        headers: { "X-Fragment": "1", "X-CSRFToken": token.value, Accept: "application/json" },
        credentials: "same-origin",
        redirect: "manual",
      });
      if (response.ok) {
        const { here } = await response.json();
        if (element.textContent !== here) {
          element.textContent = here;
        }
      }
    } catch {
      // No line just now: the next time tells.
    }
  };
  tell();
  setInterval(tell, EVERY);
  document.addEventListener("visibilitychange", tell);
}
