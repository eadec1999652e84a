"""The words of the pages on which a step of an assessment is taken by a button."""

from ..actions import accuracy, assessments, publication, reports, scores
from .steps import StepPage

# Steps of a report that have a page of their own.
REPORT_PAGES = {
    "write_report": "report-desk",
    "extend_reply": "report-extend",
    "answer_point": "report-points",
    "name_reviewer": "report-name-reviewer",
    "decide_review": "report-decide-review",
    "note_display": "report-display",
}
REPORT_STEPS = {
    "back_to_scores": StepPage(
        reports.back_to_scores,
        "The scores can be changed again.",
        "The text of the report stays as it is.",
        "What is wrong with the scores?",
        "Say what is wrong with the scores",
    ),
    "send_to_check": StepPage(
        reports.send_to_check,
        "The draft is with the inspection managers.",
        "A second person reads the draft. Until they send it back, nobody changes it.",
    ),
    "return_report": StepPage(
        reports.return_report,
        "The draft is with the team again.",
        "The team reads what you say. The organisation never does.",
        "What has to change?",
        "Say what has to change",
    ),
    "return_scores": StepPage(
        reports.return_scores,
        "The scores are with the team again.",
        "The team scores again, and then comes back to the report. Its text stays.",
        "What has to be looked at again?",
        "Say what has to be looked at again",
    ),
    "send_draft": StepPage(
        accuracy.send_draft,
        "The draft is sent.",
        "The organisation gets the draft with numbered paragraphs. It has 10 working days to say what is wrong.",
    ),
    "return_to_answers": StepPage(
        reports.return_to_answers,
        "The report goes on where it was.",
        "Do this when what has changed since the draft was sent needs no second look by the organisation.",
    ),
    "go_on_without": StepPage(
        accuracy.go_on_without,
        "The report goes on.",
        "The time to reply is over. What the organisation has noted by now counts.",
    ),
    "reopen_scores": StepPage(
        accuracy.reopen_scores,
        "The scores can be changed again.",
        "Do this when a point may change a score. The report comes back here by way of a second check.",
        "Which scores, and why?",
        "Say which scores, and why",
    ),
    "finish_report": StepPage(
        reports.finish_report,
        "The report is final. An inspection manager reads it and publishes it.",
        "Every point is answered. Check on the page of changes that what was accepted is written into the report.",
    ),
    "return_final": StepPage(
        reports.return_final,
        "The report is with the team again.",
        "The team reads what you say. The organisation never does.",
        "What has to change?",
        "Say what has to change",
    ),
    "publish": StepPage(
        publication.publish,
        "The report is published.",
        "Everybody can read it from now on, and the register shows its ratings. What is published never changes: a "
        "correction is a new version beside it.",
    ),
    "begin_follow_up": StepPage(
        publication.begin_follow_up,
        "The follow-up has begun.",
        "Do this when something has to get better.",
    ),
    "close": StepPage(
        publication.close_assessment,
        "The assessment is closed.",
        "The report stays public.",
        "Why does nothing more have to be done?",
        "Say why nothing more has to be done",
    ),
}
STEPS = {
    **REPORT_STEPS,
    "announce": StepPage(
        assessments.announce,
        "It is announced. The letter is on its way.",
        "The organisation gets a letter with the days, the areas and the name of the lead inspector.",
    ),
    "begin": StepPage(assessments.begin_gathering, "You can add evidence now.", "From now on the team adds evidence."),
    "begin_without_notice": StepPage(
        assessments.begin_gathering, "You can add evidence now.", "Nobody is told until you are on site."
    ),
    "go_on_site": StepPage(
        assessments.go_on_site, "You are on site.", "From now on the organisation can see this assessment."
    ),
    "leave_site": StepPage(assessments.leave_site, "You have left the site. You can still add evidence."),
    "close_evidence": StepPage(
        assessments.close_evidence,
        "The evidence is closed.",
        "No evidence can be added after this. An inspection manager can open it again.",
        "If evidence is missing: why is it enough?",
        text_hint="Needed when a required kind of evidence is missing for a statement.",
        reason="gaps_because",
    ),
    "reopen": StepPage(
        assessments.reopen_evidence,
        "The evidence is open again.",
        "The lead inspector has the case again.",
        "What is missing?",
        "Say what is missing",
    ),
    "start_scoring": StepPage(
        scores.start_scoring,
        "The team can score it now.",
        "The evidence is enough. The lead inspector has the case, and the team scores every statement.",
    ),
    "finish_scoring": StepPage(
        scores.finish_scoring,
        "The result is kept. The report can be written.",
        "The rating is kept as it follows from the scores. Scores cannot change while the report is written.",
    ),
    "cancel": StepPage(
        assessments.cancel_assessment,
        "The assessment is cancelled.",
        "This ends it without a result. What was gathered stays.",
        "Why is it cancelled?",
        "Say why it is cancelled",
    ),
}
