"""What a list reads of a report in place of its snapshot: a report may have sixty pages, and a list thirty reports."""

from django.db import models

CARD = models.Func("snapshot", template="(%(expressions)s - '{sections,statements,changes,breaches}'::text[])")
SUMMARY = models.Func(
    "snapshot",
    template="""(jsonb_path_query_first(%(expressions)s,
        '$.sections[*] ? (@.key == "summary").paragraphs[0].text') #>> '{}')""",
)
