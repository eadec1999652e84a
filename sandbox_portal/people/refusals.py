"""The one way an action says no: a whole sentence for a person, never read by code."""


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """Nothing was changed. The message is one sentence a citizen could read."""

    def __init__(self, sentence: str) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
