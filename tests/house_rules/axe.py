"""Ask axe, and a few questions of our own, about a page in a real browser.

    problems = problems_on(page)              # [] when there are none
    problems = problems_on(page, LAYOUT)      # only what the width of the window can change

Sentences name the rule and the first element, so that a failing test can be read without opening the browser.
"""

from pathlib import Path
from typing import Any

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()
STANDARDS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
LAYOUT = {
    "type": "rule",
    "values": [
        "color-contrast",
        "scrollable-region-focusable",
        "target-size",
        "link-in-text-block",
        "aria-hidden-focus",
    ],
}
# What the design system itself does not satisfy, looked at again with each new version (22 November 2026): its enhanced
# file upload names the button by the label, and not only by what it says.
RUN = """async (rules) => {
  const found = await axe.run(document, {runOnly: rules, resultTypes: ['violations']});
  const known = v => v.id === 'label-content-name-mismatch'
    && v.nodes.every(node => node.html.includes('govuk-file-upload-button'));
  return found.violations.filter(v => !known(v)).map(v => `${v.id} (${v.impact}): ${v.nodes[0].html.slice(0, 160)}`);
}"""
OURS = """() => {
  const found = [];
  const headings = document.querySelectorAll('h1').length;
  if (headings !== 1) found.push(`the page has ${headings} headings of the first level`);
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth + 1) found.push(
    `the page is ${root.scrollWidth} wide in a window of ${root.clientWidth}: it scrolls sideways`);
  if (!document.title.trim()) found.push('the page has no title');
  const text = document.body.innerText;
  for (const slip of ['{{', '{%', 'undefined', '[object Object]']) {
    if (text.includes(slip)) found.push(`the text holds “${slip}”`);
  }
  return found;
}"""


def problems_on(page: Any, rules: dict[str, Any] = STANDARDS) -> list[str]:
    """What is wrong with the page as it stands now, by these rules of axe and by our own questions."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    return [*page.evaluate(RUN, rules), *page.evaluate(OURS)]
