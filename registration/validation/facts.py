"""What the rules look at: the facts of an application, of a manager's own part, and of the world around them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

INDIVIDUAL, PARTNERSHIP = "individual", "partnership"
PUBLIC_BODIES = frozenset({"local_authority", "nhs_body"})
WITH_COMPANY_NUMBER = frozenset({"company", "community_interest_company", "llp"})
WITH_CHARITY_NUMBER = frozenset({"charity"})
WITH_DIRECTORS = frozenset({"company", "community_interest_company", "charity", "co_operative", "llp", "other"})
TRIAL, HOME_CARE = "umbrella_body", "home_care"
CHILDREN, EVERYBODY = "children", "everybody"
COUNTERSIGNED = "countersigned"


@dataclass(frozen=True)
class RecordCheck:
    """A criminal record check (DBS), and where in the form it stands."""

    kind: str = ""
    number: str = ""
    made_on: date | None = None
    lists: frozenset[str] = frozenset()
    at: str = ""  # what stands before “dbs_kind” in the names of its answers


@dataclass(frozen=True)
class Person:
    given_names: str = ""
    family_name: str = ""
    email: str = ""
    telephone: str = ""
    check: RecordCheck | None = None
    at: str = ""  # the question that asks who it is

    @property
    def name(self) -> str:
        return " ".join(f"{self.given_names} {self.family_name}".split())


@dataclass(frozen=True)
class Location:
    key: str
    name: str = ""
    country: str = ""
    address: str = ""
    telephone: str = ""
    is_home: bool = False
    at: str = ""


@dataclass(frozen=True)
class Policy:
    """One insurance."""

    kind: str = ""
    amount: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    at: str = ""


@dataclass(frozen=True)
class Record:
    """One document that is sent, with everything it covers (R-261)."""

    covers: frozenset[str] = frozenset()
    title: str = ""
    carries_the_name: bool | None = None
    is_whole: bool | None = None
    made_on: date | None = None
    review_on: date | None = None
    at: str = ""


@dataclass(frozen=True)
class Size:
    """What is expected after some months."""

    people: int | None = None
    carers: int | None = None
    hours: int | None = None


@dataclass(frozen=True)
class Application:
    """The organisation's part, as plain values. Anything may be missing."""

    scope_outcome: str = ""
    service_kinds: frozenset[str] = frozenset()
    takes_part: bool | None = None
    legal_form: str = ""
    registered_name: str = ""
    company_number: str = ""
    charity_number: str = ""
    address: str = ""
    email: str = ""
    telephone: str = ""
    runs_it_alone: bool | None = None
    person: Person | None = None
    partners: tuple[Person, ...] = ()
    directors: tuple[Person, ...] = ()
    nominated: Person | None = None
    nominated_role: str = ""
    has_viability_file: bool = False
    viability_signer: str = ""
    viability_body: str = ""
    viability_number: str = ""
    viability_on: date | None = None
    viability_related: bool | None = None
    forecast_months: int | None = None
    employs: bool | None = None
    employs_carers: bool = False
    policies: tuple[Policy, ...] = ()
    activities: frozenset[str] = frozenset()
    starts_on: Mapping[str, date] = field(default_factory=dict)
    locations: tuple[Location, ...] = ()
    people_served: frozenset[str] = frozenset()
    sizes: Mapping[str, Size] = field(default_factory=dict)
    plan: Mapping[str, Size] = field(default_factory=dict)
    largest_circle: int | None = None
    circles: int | None = None
    aims: str = ""
    kinds_and_needs: str = ""
    statement_confirmed: bool = False
    records: tuple[Record, ...] = ()
    declared_name: str = ""
    words: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_organisation(self) -> bool:
        return self.legal_form not in {"", INDIVIDUAL, PARTNERSHIP}

    @property
    def is_on_trial(self) -> bool:
        return TRIAL in self.service_kinds

    @property
    def answering_people(self) -> tuple[Person, ...]:
        """Everybody named in “The people behind it”."""
        alone = tuple(person for person in (self.person, self.nominated) if person is not None)
        return (*alone, *self.partners, *self.directors)

    @property
    def serves_children(self) -> bool:
        return bool(self.people_served & {CHILDREN, EVERYBODY})

    @property
    def serves_adults(self) -> bool:
        return bool(self.people_served - {CHILDREN})

    @property
    def first_day(self) -> date | None:
        return min(self.starts_on.values(), default=None)


@dataclass(frozen=True)
class ManagerPart:
    """A registered manager as the organisation's application sees them."""

    name: str
    email: str = ""
    is_declared: bool = False
    activities: frozenset[str] = frozenset()
    locations: frozenset[str] = frozenset()
    stage_words: str = ""
    has_begun: bool = True


@dataclass(frozen=True)
class Job:
    began: date | None = None
    ended: date | None = None
    goes_on: bool = False
    is_explained: bool = False
    at: str = ""


@dataclass(frozen=True)
class Referee:
    person: Person
    from_last_care: bool | None = None
    is_related: bool | None = None
    at: str = ""


@dataclass(frozen=True)
class Manager:
    """A registered manager's own part."""

    person: Person | None = None
    left_education: date | None = None
    jobs: tuple[Job, ...] = ()
    explains_now: bool = False
    referees: tuple[Referee, ...] = ()
    explains_no_care_referee: bool = False
    teams_manage_themselves: bool | None = None
    declared_name: str = ""
    words: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Around:
    """What is so outside the answers: the day, the kinds of service, who takes part in what, what we have.

    `limits` are the word limits of the questions asked. `changed` are the questions answered anew since it came back.
    `live` is the reference of another application of the same body in law that is with us.
    """

    today: date
    kind_status: Mapping[str, str] = field(default_factory=dict)
    kind_labels: Mapping[str, str] = field(default_factory=dict)
    taking_part: frozenset[str] = frozenset()
    exempt_outcomes: frozenset[str] = frozenset()
    managers: tuple[ManagerPart, ...] = ()
    live: str = ""
    changed: tuple[str, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)
    trial_application: bool = False
    serves_children: bool = False
    serves_adults: bool = False
