"""How many questions a page may put to the database: twelve, its session and its person among them (speed.md 2).

A page that needs more stands here with its number and the reason; nothing else may.
"""

MOST_QUERIES = 12
EXCEPTIONS: dict[str, int] = {}  # no page needs one
# What is written down may ask more: all of it is looked at again under a lock.
MOST_TO_SAVE_A_SCORE = 12
# Nine that read: who sends, the application, its case held, the application again, the window, the answers held, the
# answers, their files, the dates of the round. Eleven that write, or hold what is written: the event and the stage, the
# answers closed, parts of the form taken back, the file of the organisation held, read and added to, the round's next
# number, the application, its reference, the receipt asked for.
MOST_TO_SEND_AN_APPLICATION = 20
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
        # Counted by tests of their own: a letter, a password, a decision not yet begun or words opens them.
        "link-question",
        "link-check",
        "link-decline",
        "link-received",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "decision-draft",
        "look-up-suggestions",
        # These only lead to the page that has their button.
        "your-team",
        "visit-earlier-address",
        "typing-finish",
        "typing-refuse",
        "manager-begin",
        "manager-change",
        "registration-notice-paper",
        "registration-shortcoming-off",
        "registration-type-on",
        # Each is open at a stage of its own: tests/registration/test_pages_of_a_stage.py counts their questions.
        "manager-declare",
        "registration-accept",
        "registration-allocate",
        "registration-hand-in",
        "registration-reopen",
        "registration-start-check",
    }
)
