"""Fields Django has no kind for: a date in three boxes, and a limit in words."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PARTS = (gettext_lazy("day"), gettext_lazy("month"), gettext_lazy("year"))
BIRTHDAY = ("bday-day", "bday-month", "bday-year")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class DateBoxes(forms.MultiWidget):
    """Three boxes: day, month, year. Posted as name_0, name_1, name_2."""

    boxes = (0, 1, 2)  # which of PARTS they are

    def __init__(self, attrs=None):
        super().__init__([forms.TextInput(), forms.TextInput(), forms.TextInput()], attrs)

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else [None, None, None]


class MonthBoxes(DateBoxes):
    """Two boxes: month, year. Posted as name_0, name_1."""

    boxes = (1, 2)

    def __init__(self, attrs=None):
        super(DateBoxes, self).__init__([forms.TextInput(), forms.TextInput()], attrs)

    def decompress(self, value):
        return [value.month, value.year] if value else [None, None]


class GovukDateField(forms.MultiValueField):
    """A date whose messages say what is missing or wrong, and which marks only the wrong boxes.

    `what` begins each sentence: "The date you opened must include a year". Months may be written as words.
    """

    widget = DateBoxes

    def __init__(self, *, what="", earliest=None, latest=None, is_birthday=False, **named):
        self.what, self.earliest, self.latest = what, earliest, latest
        self.autocomplete = BIRTHDAY if is_birthday else (None, None, None)
        self.wrong_parts = ()
        super().__init__(fields=[forms.CharField(required=False)] * 3, require_all_fields=False, **named)

    def clean(self, value):
        self.wrong_parts = ()
        parts = [str(part).strip() if part is not None else "" for part in (value or ["", "", ""])]
        if not any(parts):
            if self.required:
                raise ValidationError(self._empty_message(), code="required")
            return None
        self._refuse_missing(parts)
        day = self._as_date(parts)
        self._refuse_outside(day)
        self.run_validators(day)
        return day

    def compress(self, data_list):
        return self.clean(data_list)

    def has_changed(self, initial, data):
        before = [str(part or "") for part in self.widget.decompress(initial)]
        return [str(part or "").strip() for part in (data or ["", "", ""])] != before

    def _name(self):
        label = str(self.label or "")
        return str(self.what or ("" if label.endswith("?") else label) or _("The date"))

    def _empty_message(self):
        standard = forms.Field.default_error_messages["required"]
        given = self.error_messages["required"]
        return _("Enter %(what)s") % {"what": lower_first(self._name())} if given == standard else given

    def _refuse_missing(self, parts):
        missing = tuple(index for index, part in enumerate(parts) if not part)
        if missing:
            self.wrong_parts = missing
            names = _(" and ").join(str(PARTS[index]) for index in missing)
            message = _("%(what)s must include a %(parts)s")
            raise ValidationError(message % {"what": self._name(), "parts": names}, code="incomplete")

    def _as_date(self, parts):
        day, month, year = parts[0], _month_number(parts[1]), parts[2]
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            self.wrong_parts = (2,)
            message = _("Year must include 4 numbers")
            raise ValidationError(message, code="invalid")
        try:
            return datetime.date(int(year), int(month), int(day))
        except (ValueError, OverflowError):  # the second: more digits than any number of a day
            self.wrong_parts = _impossible_parts(day, month)
            message = _("%(what)s must be a real date")
            raise ValidationError(message % {"what": self._name()}, code="invalid") from None

    def _refuse_outside(self, day):
        if self.earliest and day < self.earliest:
            message = _("%(what)s must be on or after %(limit)s")
            raise ValidationError(message % {"what": self._name(), "limit": _in_words(self.earliest)}, code="early")
        if self.latest and day > self.latest:
            message = _("%(what)s must be on or before %(limit)s")
            raise ValidationError(message % {"what": self._name(), "limit": _in_words(self.latest)}, code="late")


def words_at_most(limit: int):
    """Refuse a text of more words than the limit, saying how many too many."""

    def refuse_longer(text):
        words = len(text.split())
        if words > limit:
            message = _("Your answer is %(over)d words too long. The limit is %(limit)d words.")
            raise ValidationError(message % {"over": words - limit, "limit": limit}, code="too_long")

    return refuse_longer


def _month_number(text):
    start = text[:3].lower()
    return str(MONTHS.index(start) + 1) if start in MONTHS else text


def _impossible_parts(day, month):
    wrong = []
    if not (day.isascii() and day.isdigit() and len(day) < 5 and 1 <= int(day) <= 31):
        wrong.append(0)
    if not (month.isascii() and month.isdigit() and len(month) < 5 and 1 <= int(month) <= 12):
        wrong.append(1)
    return tuple(wrong)


def _in_words(day):
    return f"{day.day} {day:%B %Y}"


def lower_first(text):
    return text[:1].lower() + text[1:]
