"""How the controls of one question stand on its page when there are several: under one legend, or in a table."""

from typing import Any

from crispy_forms.layout import HTML, Layout
from django.template.loader import render_to_string

from sandbox_portal.govuk.drawing import draw_field

from .engine import Question
from .parts import rows_of
from .question_types import QuestionType

OPEN = HTML(
    '<fieldset class="govuk-fieldset"{% if form.whole.hint %} aria-describedby="whole-hint"{% endif %}>'
    '<legend class="govuk-fieldset__legend govuk-fieldset__legend--{% if form.question %}l{% else %}s{% endif %}">'
    '{% if form.question %}<h1 class="govuk-fieldset__heading">{{ form.whole.label }}</h1>'
    "{% else %}{{ form.whole.label }}{% endif %}</legend>"
    '{% if form.whole.hint %}<div id="whole-hint" class="govuk-hint">{{ form.whole.hint }}</div>{% endif %}'
)
CLOSE = HTML("</fieldset>")


def whole(form: Any, question: Question, names: tuple[Any, ...], *, heading: bool) -> Layout:
    """The controls under one legend, which is the heading of the page; those of a table in its cells."""
    form.whole = question
    if question.type is not QuestionType.TABLE:
        return Layout(OPEN, *names, CLOSE)
    others = [name for name in names if f"{name}".count("__") < 2 + question.key.count("__")]
    return Layout(OPEN, Cells(question), *others, CLOSE)


class Cells:
    """The controls of a table: each cell reads out its row and column, and shows its column on a narrow screen."""

    def __init__(self, question: Question) -> None:
        self.question = question

    def render(self, form: Any, context: Any, template_pack: Any = None, **more: Any) -> str:
        key = self.question.key
        rows = [
            (row, [(column, draw_field(form[f"{key}__{row.key}__{column.key}"])) for column in self.question.columns])
            for row in rows_of(self.question, rows=form.rows[key])
        ]
        return render_to_string("questions/_cells.html", {"question": self.question, "rows": rows})
