"""Who has which section of a form, and what that lets them do (R8).

| who                                       | their section | the other sections                          |
|-------------------------------------------|---------------|---------------------------------------------|
| an owner of the organisation              | read, write   | read, write                                 |
| somebody who was given a section          | read, write   | what the giver said: write, read or nothing |
| anybody else                              | –             | what their place lets them do               |

Nobody is lent more than the giver has: whoever may not write any more cannot let others write either.

"Nothing" lasts: who handed the section back, or had it when the form was sent, still reads only that section, in
the answers and in everything made of them (files, papers, messages, bundles). It ends when the section is taken back,
when they are given one with more, when an owner lets them read the rest, or when they are an owner themselves.
`_is_confining` alone decides it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from sandbox_portal.casework.kinds import kind_of
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.voices import speaks_for
from sandbox_portal.people.choices import Place
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, people_of

from .choices import Ending, Rest
from .engine import Document, Section
from .expanding import BETWEEN, section_holding
from .models import Response, SectionHandover
from .published import document_of


def handovers_visible_to(user: User) -> QuerySet[SectionHandover]:
    """The sections of one's own organisations' forms that somebody has or had, the newest first."""
    own = SectionHandover.objects.filter(response__case__organisation__in=organisation_places(user))
    return own.select_related("holder", "given_by", "ended_by").order_by("-given_at", "-pk")


def current_holders(response: Response) -> dict[str, SectionHandover]:
    """Who has a section now, by section."""
    current = SectionHandover.objects.filter(response=response, ended_at=None).select_related("holder", "given_by")
    return {handover.section_key: handover for handover in current}


def sections_waiting_for(user: User) -> QuerySet[SectionHandover]:
    """The sections of open forms that somebody was given and still has."""
    mine = SectionHandover.objects.filter(holder=user, ended_at=None, response__locked_at=None)
    ours = mine.filter(response__case__organisation__in=organisation_places(user), response__case__closed_at=None)
    return ours.select_related("response__case__organisation", "response__question_set", "given_by").defer(
        "response__question_set__document", "response__case__words"
    )


@dataclass(frozen=True)
class Scope:
    """What the sections given to one person let them do. `held` is empty for somebody who was given none.

    `only` names the sections of somebody who may read no others, whether or not they still have them.
    """

    held: Mapping[str, SectionHandover] = field(default_factory=dict)
    only: frozenset[str] | None = None

    @property
    def _rest(self) -> set[str]:
        return {handover.rest for handover in self.held.values()}

    def may_read(self, section_key: str) -> bool:
        return self.only is None or section_key in self.only or section_key in self.held

    def may_read_answer(self, document: Document, key: str) -> bool:
        """The same for an answer, inside a group or not. What stands in no section is read by who reads everything."""
        section = section_holding(document, key)
        return self.only is None or (section is not None and self.may_read(section.key))

    def is_kept_from(self, section_key: str) -> bool:
        """True where somebody was given another section, and not this one to write in."""
        if section_key in self.held:
            return False
        return not self.may_read(section_key) or (bool(self.held) and Rest.WRITE not in self._rest)

    @property
    def reads_everything(self) -> bool:
        return self.only is None

    @property
    def is_lent(self) -> bool:
        """True of somebody who was given sections: the form as a whole is not theirs to send or to give away."""
        return bool(self.held) or not self.reads_everything


EVERYTHING = Scope()


def scope_of(response: Response, user: User) -> Scope:
    """What this person may do where: owners are bound by nothing, and cost no query."""
    organisation = response.case.organisation_id
    if organisation is None or organisation_places(user).get(organisation) in {Place.OWNER, None}:
        return EVERYTHING
    given = SectionHandover.objects.filter(response=response, holder=user).annotate(binds=_is_confining())
    rows = list(given.filter(Q(ended_at=None) | Q(binds=True)).select_related("given_by"))
    held = {handover.section_key: handover for handover in rows if handover.ended_at is None}
    only = frozenset(handover.section_key for handover in rows if handover.binds)
    return Scope(held, only or None)


def _is_confining() -> Exists:
    """True of a handover that lets its holder read no other section: the one place that decides it (above)."""
    same = SectionHandover.objects.filter(response=OuterRef("response"), holder=OuterRef("holder"))
    more = same.exclude(rest=Rest.NOTHING).exclude(ending=Ending.TAKEN_BACK)
    later_or_current = more.filter(Q(ended_at=None) | Q(given_at__gt=OuterRef("given_at")))
    itself = SectionHandover.objects.filter(pk=OuterRef("pk"), rest=Rest.NOTHING).exclude(ending=Ending.TAKEN_BACK)
    return Exists(itself.exclude(Exists(later_or_current)))


def confining_handovers(user: User) -> QuerySet[SectionHandover]:
    """What keeps this person to sections of forms of their organisations. Owners are bound by nothing."""
    bound = [organisation for organisation, place in organisation_places(user).items() if place != Place.OWNER]
    given = SectionHandover.objects.filter(holder=user, response__case__organisation__in=bound)
    return given.filter(_is_confining()) if bound else given.none()


def reads_in_part(user: User, case: Case) -> bool:
    """True when this person may read only sections of the case's answers; owners and staff cost no query."""
    return confining_handovers(user).filter(response__case=case.pk).exists()


def cases_read_in_part(user: User) -> Q:
    """Condition on cases: those of which the person may read only the sections they were given."""
    return Q(pk__in=confining_handovers(user).values("response__case"))


def people_kept_to_sections(response: Response) -> list[User]:
    """Colleagues who may read only sections of this form, by name."""
    organisation = response.case.organisation
    given = SectionHandover.objects.filter(_is_confining(), response=response).values("holder")
    people = people_of(organisation).filter(pk__in=given) if organisation else ()
    return [person for person in people if confining_handovers(person).filter(response=response).exists()]


def writing_refusal(case: Case, user: User, scope: Scope, section: Section | None) -> str | None:
    """Why this person may not write in a section, or anywhere when none is named; None when they may."""
    if section is not None and scope.is_kept_from(section.key):
        return "You were given another section of this form. Ask the person who gave it to you if you need this one."
    own = kind_of(case).may_answer(case, user)
    if own is None:
        return None
    lent = scope.held.values() if section is None else [scope.held[section.key]] if section.key in scope.held else []
    return None if any(kind_of(case).may_answer(case, each.given_by) is None for each in lent) else own


def may_be_given(response: Response, by: User) -> QuerySet[User]:
    """The colleagues a section can be given to: everybody else in the organisation."""
    organisation = response.case.organisation
    return people_of(organisation).exclude(pk=by.pk) if organisation else User.objects.none()


def handing_refusal(response: Response, by: User, *, scope: Scope | None = None) -> str | None:
    """Why this person cannot give sections away or take them back; None when they can."""
    if response.locked_at is not None:
        return "These answers have been sent and are closed."
    if speaks_for(by):
        return "Who has which section is for the organisation alone to say."
    if (scope or scope_of(response, by)).is_lent:
        return "You were given a section yourself, so you cannot give one away."
    return kind_of(response.case).may_answer(response.case, by)


def reminding_refusal(handover: SectionHandover, today: date) -> str | None:
    """Why a reminder cannot be sent now; None when it can. One a day is enough for anybody."""
    if handover.reminded_on is not None and handover.reminded_on >= today:
        return f"{handover.holder.name} has had a reminder today. You can send the next one tomorrow."
    return None


@dataclass(frozen=True)
class SectionWith:
    """A section, and who has it."""

    section: Section
    handover: SectionHandover


def sections_of_holder(document: Document, scope: Scope) -> list[SectionWith]:
    """The sections somebody was given, in the order of the form."""
    return [SectionWith(each, scope.held[each.key]) for each in document.sections if each.key in scope.held]


def files_in_part(user: User) -> Q:
    """Condition on files: all, but of a case that is read in part only those of its sections and one's own (R8)."""
    confining = confining_handovers(user)
    rows = confining.select_related("response__question_set").defer("response__question_set__document")
    parts = [_at_section(handover) for handover in rows]
    if not parts:
        return Q()
    readable = Q(uploaded_by=user) | ~Q(case__in=confining.values("response__case"))
    for part in parts:
        readable |= part
    return readable


def _at_section(handover: SectionHandover) -> Q:
    section = document_of(handover.response.question_set).section(handover.section_key)
    keys = [question.key for question in section.questions] if section else []
    named = Q(question_key__in=keys)
    for key in keys:
        named |= Q(question_key__startswith=f"{key}{BETWEEN}")
    return Q(case=handover.response.case_id) & named
