"""A spreadsheet of figures."""

from sandbox_portal.questions.forms_sheets import SendRows


class SendFigures(SendRows):
    """Figures of monitoring, row by row."""

    title = "Bring in figures"
    things = "figures"
