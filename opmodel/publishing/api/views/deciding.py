"""Who may decide; and the other way round, what a body may decide, sits on and belongs to."""

from __future__ import annotations

from typing import Final

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from governance.deciding.asking import BASES, NO, PARTS, YES, Asked, QuestionRefused, Reply, ask
from governance.deciding.holders import held_by, held_in_person, organisations_of
from governance.deciding.words import LONGEST
from opmodel.editions.models import Edition
from opmodel.editions.moments import Moment
from opmodel.publishing.api import deciding_serializers
from opmodel.publishing.api.deciding import decision_answer
from opmodel.publishing.api.holdings import holdings_answer, person_answer
from opmodel.publishing.api.parameters import (
    EDITION,
    MOMENT,
    QUESTION,
    Parameter,
    edition_slug,
)
from opmodel.publishing.api.problems import Fault as ParameterFault
from opmodel.publishing.api.problems import Refusal, nothing_at, refused, shown
from opmodel.publishing.api.selectors.scope import scope_of
from opmodel.publishing.asking import Asked as AskedDates

from .base import Endpoint

_POUNDS: Final = {
    "type": "string",
    "pattern": r"^£?([0-9]{1,12}([.][0-9]{1,2})?|[0-9]{1,3}(,[0-9]{3}){1,2}|[0-9]{1,4}(k|m|bn))$",
    "examples": ["250000"],
}
_KEY: Final = edition_slug
_YES_OR_NO: Final = {"type": "string", "enum": [*YES, *NO]}

ASKED: Final = (
    Parameter(
        "organisation",
        "The slug of an organisation: its scheme that was in force `on` a day, as `known_at` "
        "another. It or `edition` has to be named.",
        edition_slug("bob-icb"),
    ),
    Parameter(
        "edition", "The slug of an edition, whose scheme is asked on whatever day.", EDITION.form
    ),
    Parameter(
        "q",
        "What is to be decided, in plain words, which may name a place and a service as well. It "
        "or `decision` has to be given.",
        {**QUESTION.form, "maxLength": LONGEST, "examples": ["contract variation"]},
    ),
    Parameter(
        "decision", "The key of the decision, instead of words.", _KEY("vary-a-health-contract")
    ),
    Parameter("amount", "Pounds: 250000, £250,000 or £250k.", _POUNDS),
    Parameter(
        "basis",
        "What the amount counts. Where left out: what most limits of the decision count.",
        {"type": "string", "enum": list(BASES)},
    ),
    Parameter("so_far", "All changes of the contract since its award, this one included.", _POUNDS),
    Parameter(
        "place", "The key of a place. Where left out: for all of them.", _KEY("north-marlshire")
    ),
    Parameter(
        "service",
        "The key of a service. Where left out: for all of them.",
        _KEY("community-services"),
    ),
    Parameter("budgeted", "Whether it is in the budget. `true` where left out.", _YES_OR_NO),
    Parameter(
        "recurrent",
        "Whether it recurs each year. Where left out and the limits depend on it: asked back.",
        _YES_OR_NO,
    ),
    Parameter("urgent", "Whether it cannot wait. `false` where left out.", _YES_OR_NO),
    *MOMENT,
)
PERSON: Final = Parameter(
    "person",
    "The whole name of somebody, in capital or small letters.",
    {**QUESTION.form, "maxLength": 120, "examples": ["Joanna Whitlock"]},
    required=True,
)
NOT_THERE: Final = ("decision", "place", "service")
"""Parameters that name something: what is not there is told as that, and not as misread."""


class Decide(Endpoint):
    """Who may decide."""

    answer = deciding_serializers.WhoDecides
    operation, tag = "decide", "decide"
    title = "Ask who may decide"
    meaning = """
        The lowest holder whose authority covers what is asked, with who recommends it, is
        consulted, signs and is told, each with limit, condition, clause and present holder; the
        nearest of those who may not, and why; what to mind. Where nobody may, the gap. Where the
        words fit several decisions, these to choose from.
    """

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        return ASKED

    def get(self, request: Request) -> Response:
        question, moment = self.question, self.moment()
        for name in ("budgeted", "recurrent", "urgent"):
            question.words(name, _YES_OR_NO["enum"])
        if not (question.text("organisation") or question.text("edition")):
            question.note("organisation", "Name an organisation, or an edition: who is asking?")
        question.check()
        scope = scope_of(question=question, moment=moment, viewer=self.viewer, links=self.links)
        (edition,) = scope.editions.values()
        reply = self._reply(edition, moment)
        dates = AskedDates(moment=moment, today=timezone.localdate())
        return Response(decision_answer(reply, edition, dates, self.links))

    def _reply(self, edition: Edition, moment: Moment) -> Reply:
        given = {name: self.question.text(name) for name in PARTS}
        try:
            return ask(edition=edition, asked=Asked.of(given), moment=moment)
        except QuestionRefused as fault:
            if fault.field in NOT_THERE and given[fault.field].strip():
                raise nothing_at(fault.field, str(fault)) from fault
            raise refused([ParameterFault(fault.field, str(fault))]) from fault


class Holdings(Endpoint):
    """What a body holds, over all organisations."""

    answer = deciding_serializers.Holdings
    operation, tag = "read_holdings", "decide"
    title = "Read what a body may decide, sits on and belongs to"
    meaning = """
        Every seat, right, membership and agreement of the body with this ODS code, in the editions
        that are searched: of each organisation the one it had adopted last `on` a day, as
        `known_at` another, and what was never adopted, each with its status.
    """

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        return MOMENT

    def get(self, request: Request, code: str) -> Response:
        moment = self.moment()
        self.question.check()
        organisations = organisations_of(code)
        if not organisations:
            raise Refusal(404, f"No organisation with the ODS code {shown(code)} is recorded.")
        found = held_by(organisations=organisations, viewer=self.viewer, moment=moment)
        return Response(holdings_answer(code.upper(), organisations, found, self.links))


class PersonHoldings(Endpoint):
    """What somebody holds through their posts, over all organisations."""

    answer = deciding_serializers.PersonHoldings
    operation, tag = "read_person_holdings", "decide"
    title = "Read what somebody may decide and sits on"
    meaning = """
        Every post that somebody of this name is in `on` the day, as `known_at` another, in what
        each organisation had in force, with the committees it chairs, its seats and its rights.
        Two people of one name are told together: their posts tell them apart.
    """

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        return (PERSON, *MOMENT)

    def get(self, request: Request) -> Response:
        moment = self.moment()
        if not self.question.text("person"):
            self.question.note("person", "Name somebody: whose posts are asked for?")
        self.question.check()
        name = self.question.text("person").strip()
        found = held_in_person(name=name, viewer=self.viewer, moment=moment)
        if not found:
            raise nothing_at("person", f"Nobody called {shown(name)} is in a post on that day.")
        return Response(person_answer(found, self.links))
