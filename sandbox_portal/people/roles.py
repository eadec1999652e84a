"""What each role and each place is for, in words its holder and an auditor can read."""

from .choices import Place, Role

DESCRIPTIONS: dict[Role, str] = {
    Role.PROGRAMME_LEAD: "Runs rounds of the sandbox: dates, panels, letters and publication.",
    Role.COMMITTEE_MEMBER: "Decides on the set of providers the panel proposes.",
    Role.PANEL_MEMBER: "Scores applications to a round, alone first and then with the panel.",
    Role.REGISTRATION_INSPECTOR: "Checks applications to register and recommends a decision.",
    Role.REGISTRATION_MANAGER: "Checks the quality of recommendations and signs decisions to register.",
    Role.INSPECTOR: "Visits services, records evidence and proposes scores.",
    Role.INSPECTION_MANAGER: "Checks scores and reports of visits they were not part of.",
    Role.MONITORING_ANALYST: "Asks providers for information and checks what comes back.",
    Role.QUALITY_MARK_COORDINATOR: "Supports micro-providers on the way to the Quality Mark.",
    Role.QUALITY_MARK_PANEL_MEMBER: "Reads Quality Mark cases and recommends.",
    Role.QUALITY_MARK_DECISION_MAKER: "Decides on the Quality Mark.",
    Role.COMMISSIONER: "Opens framework windows and decides on accreditation.",
    Role.BROKER: "Finds a provider for a package of care.",
    Role.CONTENT_EDITOR: "Writes handbooks, question sets and letters.",
    Role.AUDITOR: "Reads cases and their history; changes nothing.",
    Role.SYSTEM_ADMINISTRATOR: "Gives and takes away roles, and looks after the running of the service.",
}

PLACES: dict[Place, str] = {
    Place.OWNER: "Does everything: writes, signs and sends, and looks after the team.",
    Place.SIGNATORY: "Writes answers, and signs, sends and withdraws for the organisation. "
    "For example a registered manager, or the nominated individual, who answers to us for the whole organisation.",
    Place.CONTRIBUTOR: "Writes answers and adds files. Cannot send or withdraw.",
    Place.READER: "Reads everything of the organisation. Changes nothing.",
}
