// Shows how far a long job has come, and loads the page again when it has ended.
//
// Page:   components/job_progress.html: <div data-job-progress="/jobs/…/"> with <progress>, an element
//         [data-job-progress-text] for the eye and one [data-job-progress-status] (role="status") for the ear.
//         Without scripts the page refreshes itself by <meta http-equiv="refresh"> in <noscript>.
// Server: GET of that address with `X-Fragment: 1` answers JSON
//           {"done": 30, "total": 120, "text": "30 of 120 letters made", "has_ended": false}
// Asks after 1, 2, 3, 4 and then every 5 seconds. Speaks only at 25, 50, 75 and 100 per cent.
const SLOWEST = 5000;
const STEP = 1000;

export function startJobProgress(element) {
  const parts = {
    bar: element.querySelector("progress"),
    text: element.querySelector("[data-job-progress-text]"),
    status: element.querySelector("[data-job-progress-status]"),
  };
  let pause = STEP;
  let spoken = 0;

  const ask = async () => {
    try {
      const response = await fetch(element.dataset.jobProgress, {
        headers: { "X-Fragment": "1", Accept: "application/json" },
        redirect: "error",
      });
      if (!response.ok) {
        throw new Error(`The server answered ${response.status}`);
      }
      const job = await response.json();
      if (job.has_ended) {
        window.location.reload();
        return;
      }
      spoken = show(parts, job, spoken);
    } catch {
      parts.text.textContent = "We cannot reach the portal just now. The work goes on; this page will try again.";
    }
    pause = Math.min(pause + STEP, SLOWEST);
    setTimeout(ask, pause);
  };
  setTimeout(ask, pause);
}

function show({ bar, text, status }, { done, total, text: words }, spoken) {
  if (total > 0) {
    bar.max = total;
    bar.value = done;
  }
  text.textContent = words;
  const quarter = total > 0 ? Math.floor((done / total) * 4) : 0;
  if (quarter > spoken) {
    status.textContent = `${quarter * 25}% done`;
  }
  return Math.max(quarter, spoken);
}
