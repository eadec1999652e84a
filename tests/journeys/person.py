"""A person in front of a browser: opens pages, reads, writes, presses. No page may break under their hands."""

import re
from datetime import date
from pathlib import Path
from typing import Any

from django.urls import reverse

from sandbox_portal.people.models import User


class Person:
    """One person with a browser of their own. Every page they come to must answer as `expecting` says."""

    def __init__(self, open_page: Any, user: User | None, *, phone: bool = False, javascript: bool = True) -> None:
        self.user, self.has_scripts = user, javascript
        self.page = open_page(user, phone=phone, javascript=javascript)

    def opens(self, name: str, *args: object) -> None:
        address = reverse(name, args=args)
        answer = self.page.goto(address)
        assert answer.status == 200, f"{address} answered {answer.status}: {self.everything_shown()}"

    def presses(self, words: str, *, expecting: int = 200) -> None:
        """A button, or a link drawn as one, that leads to another page."""
        self._goes(self.page.get_by_role("button", name=words, exact=True).first, expecting)

    def follows(self, words: str, *, expecting: int = 200) -> None:
        self._goes(self.page.get_by_role("link", name=words, exact=True).first, expecting)

    def follows_one_that_says(self, pattern: str, *, expecting: int = 200) -> None:
        """The first link whose words hold this pattern: some say a number or a day that the journey does not know."""
        self._goes(self.page.get_by_role("link", name=re.compile(pattern)).first, expecting)

    def presses_in(self, box: Any, words: str, *, expecting: int = 200) -> None:
        self._goes(box.get_by_role("button", name=words, exact=True).first, expecting)

    def chooses(self, *labels: str) -> None:
        for label in labels:
            self.page.get_by_label(label, exact=True).check()

    def writes(self, text: str, *, into: str) -> None:
        self.page.get_by_label(into, exact=True).fill(text)

    def dates(self, legend: str, day: date) -> None:
        """A day, in its three boxes."""
        group = self.page.get_by_role("group", name=legend, exact=True)
        for label in ("Day", "Month", "Year"):
            group.get_by_label(label, exact=True).fill(str(getattr(day, label.lower())))

    def reads(self, *sentences: str) -> None:
        """Each of these stands on the page, where it can be seen."""
        shown = self.everything_shown()
        missing = [sentence for sentence in sentences if sentence not in shown]
        assert missing == [], f"{self.page.url} does not say {missing}. It says: {shown}"

    def reads_nothing_of(self, *sentences: str) -> None:
        shown = self.everything_shown()
        assert [sentence for sentence in sentences if sentence in shown] == [], self.page.url

    def everything_shown(self) -> str:
        """What a person sees, with every run of blanks as one space."""
        return re.sub(r"\s+", " ", self.page.locator("body").inner_text())

    def is_at(self, name: str, *args: object) -> bool:
        return self.page.url.split("?")[0].endswith(reverse(name, args=args))

    def saves(self, link: Any, path: Path) -> Path:
        """Follow a link that gives a file, and keep the file."""
        with self.page.expect_download() as waiting:
            link.click()
        waiting.value.save_as(path)
        return path

    def _goes(self, control: Any, expecting: int) -> None:
        assert control.count(), f"{control} is not on {self.page.url}, which says: {self.everything_shown()}"
        with self.page.expect_navigation() as going:
            control.click()
        answer = going.value
        assert answer.status == expecting, f"{self.page.url} answered {answer.status}: {self.everything_shown()}"
