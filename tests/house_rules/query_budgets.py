"""How many questions a page may put to the database: twelve, its session and its person among them (speed.md 2).

A page that needs more stands here with its number and the reason; nothing else may.
"""

MOST_QUERIES = 12
PACKAGES = ("selection", "programme", "registration")
EXCEPTIONS = {
    # Answers, files, scores, letters, messages and history: each part has its own condition on who may see it.
    "application-file": 15,
    # Records, people, interviews, requests, visits, recommendations and notices, with what stops the next step.
    "registration-assessment": 17,
}
# What is written down may ask more: all of it is looked at again under a lock.
MOST_TO_SAVE_A_SCORE = 12
# The window, every answer and the reference, before the lock and under it; its revisions, event, receipt, history,
# and the file of the organisation.
MOST_TO_SEND_AN_APPLICATION = 41
# The world of the tests cannot show these: what they need to be open excludes what others need.
NOT_SHOWN = frozenset(
    {
        "selection-facts",
        "round-start-running",
        "round-resume",
        "round-pause",
        "round-open-window",
        "round-close-window",
        "round-abandon",  # sends on to the decision
        "round-change-window",
        "application-send",
        "scope-result",  # these two show what a visitor has answered: tests/registration counts their questions
        "scope-save",
    }
)
