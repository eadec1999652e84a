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
    """What a member may do inside their own organisation."""

    OWNER = "owner", "Owner: may send and withdraw, and invite others"
    CONTRIBUTOR = "contributor", "Contributor: may write answers and add files"
    READER = "reader", "Reader: may look, not change"
