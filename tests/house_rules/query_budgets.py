"""How many questions a page may put to the database: twelve, its session and its person among them (speed.md 2).

A page that needs more stands here with its number and the reason; nothing else may.
"""

MOST_QUERIES = 12
PACKAGES = ("selection", "programme")
EXCEPTIONS = {
    # The whole record of a selection on one page: with a score to be looked at again it asks one more.
    "selection-decision": 13,
}
# The world of the tests cannot show these: what they need to be open excludes what others need.
NOT_SHOWN = frozenset(
    {
        "selection-facts",
        "round-start-running",
        "round-resume",
        "round-pause",
        "round-open-window",
        "round-close-window",
        "round-change-window",
        "application-send",
    }
)
