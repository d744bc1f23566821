"""Drafts by program: their rows read, changed, added and ended, or proposed to be."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final, NoReturn

from django.http import Http404
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response

from opmodel.access.models import User
from opmodel.drafting.actions.proposing import propose_change, propose_end, propose_new
from opmodel.drafting.actions.saving import add_row, end_row, save_row
from opmodel.drafting.descriptions import description_of, descriptions
from opmodel.drafting.models import Proposal
from opmodel.drafting.naming import Names
from opmodel.drafting.rights import (
    NotAllowed,
    called,
    may_change,
    may_propose,
    may_propose_anything,
    sees_all,
)
from opmodel.drafting.selectors.against_base import Against, against_base
from opmodel.drafting.selectors.drafts import draft_open_to, drafts_open_to, row_within_reach
from opmodel.drafting.selectors.rows import Row, rows_within_reach, with_values
from opmodel.drafting.values import Unreadable, checked
from opmodel.editions.actions.changing import ChangeRefused, FieldFault, Overtaken
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Element, Kind
from opmodel.editions.records import Value
from opmodel.publishing import addresses
from opmodel.publishing.api import draft_serializers, serializers
from opmodel.publishing.api.parameters import PAGING, Parameter
from opmodel.publishing.api.problems import Refusal

from .base import Endpoint
from .writing import NO_MATCH, SAY_MATCH, SIGN_IN, WritingEndpoint, etag_of, refused_change

KIND: Final = Parameter(
    "kind", "Only rows of this kind.", {"type": "string", "enum": list(kinds())}
)
CHANGED: Final = Parameter(
    "changed",
    "Only rows that differ from the edition below.",
    {"type": "string", "enum": ["yes"]},
)
WORDS: Final = Parameter("q", "Words in the name, the summary or the key.")
_VERSION: Final = 8
"""Digits of an ETag that are the version that was read."""


class OfDraft(WritingEndpoint):
    """What is asked of one draft."""

    tag = "drafts"

    @cached_property
    def draft(self) -> Edition:
        """The draft of the address. Refuses one in which there is nothing to work on."""
        slug = str(self.kwargs["slug"])
        found = drafts_open_to(self.viewer).filter(slug=slug).first()
        if found is None:
            raise Http404("There is no such draft that you work on.")
        return draft_open_to(organisation=found.organisation_id, slug=slug, viewer=self.viewer)

    @property
    def user(self) -> User:
        if not self.request.user.is_authenticated:
            raise Refusal(403, SIGN_IN)
        return self.request.user

    @cached_property
    def against(self) -> Against:
        """What differs from the base, as far as whoever asks may know the base."""
        base = self.draft.based_on
        if base is None or not (base.is_published or sees_all(self.viewer, self.draft)):
            return Against()
        return against_base(self.draft)

    def told_row(self, row: Row) -> dict[str, Any]:
        """A row as it is answered."""
        return {
            "kind": row.kind,
            "key": row.key,
            "name": row.values["name"],
            "version": row.version,
            "changed": self.against.what(row.kind, row.key) or None,
            "values": row.values,
            "url": self.links.origin + addresses.of_row(self.draft, row.kind, row.key),
        }

    def told_proposal(self, proposal: Proposal) -> dict[str, Any]:
        """A proposal as it is answered."""
        return {
            "number": proposal.pk,
            "kind": proposal.kind,
            "key": proposal.key or None,
            "name": proposal.name,
            "what": str(proposal.what),
            "values": proposal.values,
            "seen": proposal.seen,
            "reason": proposal.reason,
            "by": called(proposal.by),
            "at": proposal.at,
            "state": str(proposal.state),
            "decided_by": called(proposal.decided_by) if proposal.decided_by else None,
            "decided_at": proposal.decided_at,
            "word": proposal.word or None,
            "url": self.links.origin + addresses.of_proposal(self.draft, proposal.pk),
        }

    def answered_row(self, element: Kind, status: int = 200) -> Response:
        """One row, with the ETag by which it can be written to."""
        (row,) = with_values([element])
        response = Response(self.told_row(row), status=status)
        response.headers["ETag"] = self.tag_of(element, element.version)
        return response

    def proposed(self, proposal: Proposal) -> Response:
        """That it is proposed, and not saved."""
        return Response(self.told_proposal(proposal), status=202)

    def tag_of(self, element: Kind, version: int) -> str:
        """Names a row as it stands: its version can be read from it."""
        named = etag_of(self.links.origin, self.draft.slug, element.key).strip('"')
        return f'"{version:0{_VERSION}x}{named[_VERSION:]}"'

    def seen(self, element: Kind) -> int | None:
        """The version that was read, by the ETag in If-Match; None for whichever stands there."""
        asked = self.request.headers.get("If-Match", "")
        if not asked:
            raise Refusal(428, SAY_MATCH)
        if asked.strip() == "*":
            return None
        for etag in parse_etags(asked):
            begins = etag.strip('"')[:_VERSION]
            if len(begins) == _VERSION and all(each in "0123456789abcdef" for each in begins):
                version = int(begins, 16)
                if etag == self.tag_of(element, version):
                    return version
        raise Refusal(412, NO_MATCH)

    def read_values(self, kind: type[Kind], sent: dict[str, Any]) -> dict[str, Value]:
        """What was sent, as it is kept. Refuses with a fault for each field that is wrong."""
        description = description_of(kind)
        values: dict[str, Value] = {}
        faults = []
        for name, value in sent.items():
            described = description.fields.get(name)
            if described is None:
                said = f"Nothing of that name is kept of a {kind._meta.verbose_name}."
                faults.append(FieldFault(str(name)[:80], said))
                continue
            try:
                values[name] = checked(described, value)
            except Unreadable as fault:
                faults.append(FieldFault(name, str(fault)))
        if not faults and not sees_all(self.viewer, self.draft):
            faults = self._unknown(kind, values)
        if faults:
            raise refused_change(ChangeRefused(faults))
        return values

    def _unknown(self, kind: type[Kind], values: dict[str, Value]) -> list[FieldFault]:
        """References to what whoever asks may not know: told as if it were not there."""
        description = description_of(kind)
        names = Names.of(self.draft, self.viewer, description)
        return [
            FieldFault(name, f"Nothing with the key “{key[:80]}” can stand here.")
            for name, value in values.items()
            if description.fields[name].refers and value
            for key in (value if isinstance(value, list) else [value])
            if not names.may_stand(description.fields[name], key)
        ]


class DraftList(Endpoint):
    """The drafts there are to work on."""

    answer = serializers.page_of(draft_serializers.Draft)
    operation, tag = "list_drafts", "drafts"
    title = "List drafts"
    meaning = """
        The drafts in which whoever asks has something to work on: those they see as a whole, and
        those with rows of their own. Nobody who is not signed in has any.
    """

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        return PAGING

    def get(self, request: Request) -> Response:
        page = self.question.page()
        self.question.check()
        return Response(
            page.answer(
                request, [self._told(each) for each in page.of(drafts_open_to(self.viewer))]
            )
        )

    def _told(self, draft: Edition) -> dict[str, Any]:
        user, viewer = self.request.user, self.viewer
        may = "read"
        if may_change(user, draft):
            may = "change"
        elif may_propose_anything(user, viewer, draft):
            may = "propose"
        base = draft.based_on
        below = base.slug if base and (base.is_published or sees_all(viewer, draft)) else None
        return {
            "slug": draft.slug,
            "organisation": draft.organisation_id,
            "title": draft.title,
            "label": draft.label,
            "status": str(draft.get_state_display()).lower(),
            "based_on": below,
            "whole": sees_all(viewer, draft),
            "may": may,
            "url": self.links.origin + addresses.of_work(draft),
        }


class DraftFields(Endpoint):
    """What every kind's rows are filled in with."""

    operation, tag = "list_draft_fields", "drafts"
    title = "List the fields of rows"
    meaning = """
        Every field of every kind, or of one: its name, what people call it, what helps to fill it
        in, and what may stand in it.
    """

    answer = serializers.page_of(draft_serializers.DraftField)

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        return (KIND, *PAGING)

    def get(self, request: Request) -> Response:
        words = self.question.words("kind", list(kinds()))
        page = self.question.page()
        self.question.check()
        told = [
            {
                "kind": name,
                "name": each.name,
                "label": each.label,
                "hint": each.hint,
                "form": each.widget.value,
                "required": each.required,
                "longest": each.longest,
                "choices": [value for value, _ in each.choices],
                "kinds": list(each.kinds),
            }
            for name, description in descriptions().items()
            if not words or name in words
            for each in description
        ]
        page.turn_to(count=len(told))
        return Response(page.answer(request, told[page.first : page.first + page.size]))


class RowList(OfDraft):
    """The rows of a draft."""

    http_method_names = (*Endpoint.http_method_names, "post")
    answer = serializers.page_of(draft_serializers.DraftRow)
    written = draft_serializers.DraftRow
    proposes = draft_serializers.Proposal
    sent = {"POST": draft_serializers.RowMade}
    operation = "draft_rows"
    title = "List the rows of a draft, or add one"
    meaning = """
        All rows for who sees the whole draft, else those of one's own. Who may change the draft
        adds a row; who may only propose makes a proposal of it, and is told 202.
    """

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        return (KIND, CHANGED, WORDS, *PAGING)

    def get(self, request: Request, slug: str) -> Response:
        question = self.question
        named = question.words("kind", list(kinds()))
        only = question.words("changed", ["yes"])
        page = question.page()
        question.check()
        kind = kinds()[named[0]] if len(named) == 1 else None
        found = rows_within_reach(
            edition=self.draft, viewer=self.viewer, kind=kind, words=question.text("q")
        )
        if len(named) > 1:
            found = found.filter(kind__in=named)
        if only:
            differing = {*self.against.changed, *self.against.added}
            keys = {key for each in differing for key in self.against.keys(each)}
            found = found.filter(key__in=keys)
        rows = with_values(page.of(found))
        return Response(page.answer(request, [self.told_row(row) for row in rows]))

    def post(self, request: Request, slug: str) -> Response:
        draft = self.draft
        sent = self.body()
        kind = kinds().get(sent["kind"])
        if kind is None:
            raise refused_change(ChangeRefused([FieldFault("kind", "There is no such kind.")]))
        values = self.read_values(kind, sent["values"])
        authored = self.authored(sent["reason"])
        try:
            if may_change(self.user, draft):
                added = add_row(
                    by=self.user,
                    edition=draft,
                    kind=kind,
                    values=values,
                    key=sent.get("key", ""),
                    authored=authored,
                )
                added.edition = draft
                return self.answered_row(added, 201)
            return self.proposed(
                propose_new(
                    by=self.user, edition=draft, kind=kind, values=values, authored=authored
                )
            )
        except ChangeRefused as refused:
            raise refused_change(refused) from refused
        except NotAllowed as fault:
            raise Refusal(403, str(fault)) from fault


class RowDetail(OfDraft):
    """One row of a draft."""

    http_method_names = (*Endpoint.http_method_names, "patch", "delete")
    answer = draft_serializers.DraftRow
    proposes = draft_serializers.Proposal
    sent = {"PATCH": draft_serializers.RowChanged, "DELETE": draft_serializers.RowEnded}
    operation = "draft_row"
    title = "Read a row of a draft, change it or end it"
    meaning = """
        One row with all that it states. Its ETag is what a change says in If-Match: where somebody
        changed the row since, nothing is written, and `theirs` says what they made of which field.
        Who may only propose is told 202, with the proposal.
    """

    def get(self, request: Request, slug: str, key: str) -> Response:
        return self.answered_row(self.row)

    def patch(self, request: Request, slug: str, key: str) -> Response:
        element, sent = self.row, self.body()
        values = self.read_values(type(element), sent.get("values", {}))
        authored = self.authored(sent.get("reason", ""))
        seen = self.seen(element)
        try:
            if may_change(self.user, self.draft):
                saved = save_row(
                    by=self.user, element=element, values=values, seen=seen, authored=authored
                )
                saved.edition = self.draft
                return self.answered_row(saved)
            if not may_propose(self.user, self.viewer, element):
                raise Refusal(403, "You may read this row but not change it.")
            return self.proposed(
                propose_change(
                    by=self.user,
                    element=element,
                    values=values,
                    seen=element.version if seen is None else seen,
                    authored=authored,
                )
            )
        except ChangeRefused as refused:
            raise refused_change(refused) from refused
        except Overtaken as overtaken:
            refuse_overtaken(overtaken)
        except NotAllowed as fault:
            raise Refusal(403, str(fault)) from fault

    def delete(self, request: Request, slug: str, key: str) -> Response:
        element = self.row
        changes = may_change(self.user, self.draft)
        if not (changes or may_propose(self.user, self.viewer, element)):
            raise Refusal(403, "You may read this row but not end it.")
        authored = self.authored(self.body()["reason"])
        seen = self.seen(element)
        try:
            if changes:
                end_row(by=self.user, element=element, seen=seen, authored=authored)
                return Response(status=204)
            version = element.version if seen is None else seen
            return self.proposed(
                propose_end(by=self.user, element=element, seen=version, authored=authored)
            )
        except ChangeRefused as refused:
            raise refused_change(refused) from refused
        except Overtaken as overtaken:
            refuse_overtaken(overtaken)
        except NotAllowed as fault:
            raise Refusal(403, str(fault)) from fault

    @cached_property
    def row(self) -> Kind:
        key = str(self.kwargs["key"])
        base = (
            Element.objects.in_edition(self.draft)
            .within_reach_of(self.viewer, edition=self.draft)
            .filter(key=key)
            .values_list("kind", flat=True)
            .first()
        )
        if base is None:
            raise Http404("There is no such row that you work on.")
        return row_within_reach(edition=self.draft, kind=kinds()[base], key=key, viewer=self.viewer)


def refuse_overtaken(overtaken: Overtaken) -> NoReturn:
    """Says who changed the row since it was read, when, why, and what they made of it."""
    when = overtaken.when
    raise Refusal(
        412,
        NO_MATCH,
        who=called(overtaken.who),
        when=when.isoformat() if when else None,
        reason=overtaken.reason,
        theirs={
            name: {"before": before, "after": after}
            for name, (before, after) in overtaken.theirs.items()
        },
    ) from overtaken
