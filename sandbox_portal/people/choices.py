"""The words of people: roles, kinds of organisation, places in an organisation."""

from django.db.models import TextChoices


class Role(TextChoices):
    """A function in the regulator's service; each maps to one actor of domain.md A.1 (R-001)."""

    PROGRAMME_LEAD = "programme_lead", "Sandbox programme lead"
    COMMITTEE_MEMBER = "committee_member", "Sandbox committee member"
    PANEL_MEMBER = "panel_member", "Selection panel member"
    REGISTRATION_INSPECTOR = "registration_inspector", "Registration inspector"
    REGISTRATION_MANAGER = "registration_manager", "Registration manager"
    INSPECTOR = "inspector", "Inspector"
    INSPECTION_MANAGER = "inspection_manager", "Inspection manager"
    MONITORING_ANALYST = "monitoring_analyst", "Monitoring analyst"
    QUALITY_MARK_COORDINATOR = "quality_mark_coordinator", "Quality Mark coordinator"
    QUALITY_MARK_PANEL_MEMBER = "quality_mark_panel_member", "Quality Mark panel member"
    QUALITY_MARK_DECISION_MAKER = "quality_mark_decision_maker", "Quality Mark decision maker"
    COMMISSIONER = "commissioner", "Commissioner"
    BROKER = "broker", "Broker"
    CONTENT_EDITOR = "content_editor", "Content editor"
    AUDITOR = "auditor", "Auditor"
    SYSTEM_ADMINISTRATOR = "system_administrator", "System administrator"


class LegalForm(TextChoices):
    """How an organisation is set up in law; "not yet formed" is allowed (D.1)."""

    SOLE_TRADER = "sole_trader", "Sole trader"
    PARTNERSHIP = "partnership", "Partnership"
    COMPANY = "company", "Limited company"
    COMMUNITY_INTEREST_COMPANY = "community_interest_company", "Community interest company"
    CO_OPERATIVE = "co_operative", "Co-operative"
    CHARITY = "charity", "Charity"
    LOCAL_AUTHORITY = "local_authority", "Council"
    NOT_YET_FORMED = "not_yet_formed", "Not yet formed"


class Place(TextChoices):
    """What a member may do inside their own organisation: four plain places (A.1, R8)."""

    OWNER = "owner", "Owner"
    SIGNATORY = "signatory", "Signatory"
    CONTRIBUTOR = "contributor", "Contributor"
    READER = "reader", "Reader"


SIGNERS = frozenset({Place.OWNER, Place.SIGNATORY})  # sign, send and withdraw for their organisation
WRITERS = SIGNERS | {Place.CONTRIBUTOR}  # write for it: everybody in the team but readers


class LinkEnd(TextChoices):
    """How the holder of a one-time link brought it to its end."""

    ANSWERED = "answered", "Answered"
    DECLINED = "declined", "Said that they cannot answer"


class LinkState(TextChoices):
    """What whoever asked may know of a link: never what was answered."""

    SENT = "sent", "Sent"
    OPENED = "opened", "Opened"
    ANSWERED = "answered", "Answered"
    DECLINED = "declined", "Cannot answer"
    EXPIRED = "expired", "Not answered in time"
    REVOKED = "revoked", "Taken back"


class PersonVerb(TextChoices):
    """What can happen to an account, a team, a role or an invitation, in the past tense."""

    ORGANISATION_CREATED = "organisation_created", "Organisation set up"
    INVITED = "invited", "Invited"
    INVITED_AGAIN = "invited_again", "Invitation sent again"
    INVITATION_REVOKED = "invitation_revoked", "Invitation taken back"
    INVITATION_ACCEPTED = "invitation_accepted", "Invitation accepted"
    PLACE_CHANGED = "place_changed", "Place in the team changed"
    MEMBER_REMOVED = "member_removed", "Taken out of the team"
    MEMBER_LEFT = "member_left", "Left the team"
    ROLE_GIVEN = "role_given", "Role given"
    ROLE_ENDED = "role_ended", "Role taken away"
    NAME_CHANGED = "name_changed", "Name changed"
    EMAIL_CHANGED = "email_changed", "Email address changed"
    PASSWORD_CHANGED = "password_changed", "Password changed"
    SECOND_STEP_ADDED = "second_step_added", "Second step of signing in added"
    SECOND_STEP_REMOVED = "second_step_removed", "Second step of signing in removed"
    RESET_ASKED = "reset_asked", "Reset of the second step asked for"
    RESET_DROPPED = "reset_dropped", "Reset of the second step turned down"
    RESET_DONE = "reset_done", "Second step reset"
    DEVICE_SIGNED_OUT = "device_signed_out", "Device signed out"
