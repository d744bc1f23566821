"""Which body plays which part in which provider collaborative: collaboratives × bodies."""

from __future__ import annotations

from collections import defaultdict
from typing import Final
from uuid import UUID

from opmodel.editions.models import Edition, Element
from opmodel.editions.selectors.elements import named_elements
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.drawn import OUR_READING, drawn, marks, unsettled
from opmodel.publishing.words import day
from opmodel.workbooks.matrices import Adds, Says, field_of
from places.models import Collaborative, Membership

from .definition import Counts, Definition, Given, Shown, arranged, choice, words
from .matrix import Cell, Entry, Header, Matrix, Row, Tone

SORTS: Final = (("", "Order of the edition"), ("name", "Name"))
NOT_NAMED: Final = "not named"
NO_MEMBERS: Final = "members not recorded"

TONES: Final[dict[str, Tone]] = {
    Membership.Role.LEAD: "strong",
    Membership.Role.MEMBER: "firm",
    Membership.Role.ASSOCIATE: "light",
    Membership.Role.INVOLVED: "open",
}
MEANINGS: Final = {
    Membership.Role.LEAD: "leads the collaborative",
    Membership.Role.MEMBER: "is a member",
    Membership.Role.ASSOCIATE: "takes part as an associate",
    Membership.Role.INVOLVED: "takes part and is not a member",
}


def _is_in(_edition: Edition, counts: Counts) -> bool:
    return Collaborative in counts


def _read(edition: Edition, asked: Asked, given: Given) -> Shown:
    collaboratives = list(drawn(kind=Collaborative, edition=edition))
    by_id = {each.id: each for each in collaboratives}
    memberships = [each for each in drawn(kind=Membership, edition=edition) if each.of_id in by_id]
    bodies = named_elements(each.body_id for each in memberships)
    of: dict[UUID, dict[UUID, list[Membership]]] = defaultdict(lambda: defaultdict(list))
    for each in memberships:
        of[each.of_id][each.body_id].append(each)
    chosen = [each for each in collaboratives if _wanted(each, of[each.id], bodies, given)]
    if given.get("sort") == "name":
        chosen.sort(key=lambda each: each.name.casefold())
    columns = [
        bodies[body]
        for body in dict.fromkeys(each.body_id for each in memberships)
        if any(body in of[each.id] for each in chosen)
    ]
    return Shown(
        matrix=_matrix(chosen, columns, of, edition, asked) if chosen else None,
        fields=(
            *choice(
                "form",
                "How it is named",
                given,
                ((each.form, each.get_form_display()) for each in collaboratives),
            ),
            *choice(
                "body", "Body", given, sorted((each.key, each.name) for each in bodies.values())
            ),
            *choice(
                "role",
                "Part played",
                given,
                ((each.role, each.get_role_display()) for each in memberships),
            ),
            *words(given),
            arranged("sort", "In order of", given, SORTS),
        ),
    )


def _wanted(
    collaborative: Collaborative,
    members: dict[UUID, list[Membership]],
    bodies: dict[UUID, Element],
    given: Given,
) -> bool:
    text = given.get("text", "").casefold()
    body, role = given.get("body", ""), given.get("role", "")
    of_body = [
        each
        for id_, some in members.items()
        for each in some
        if body in ("", bodies[id_].key) and role in ("", each.role)
    ]
    names = [collaborative.name, *collaborative.also_known_as]
    names += [bodies[id_].name for id_ in members]
    return (
        given.get("form", "") in ("", collaborative.form)
        and (bool(of_body) or not (body or role))
        and any(text in name.casefold() for name in names)
    )


def _matrix(
    collaboratives: list[Collaborative],
    columns: list[Element],
    of: dict[UUID, dict[UUID, list[Membership]]],
    edition: Edition,
    asked: Asked,
) -> Matrix:
    # Where the edition names no member at all there is one column, to say so in.
    headers = tuple(
        Header(body.name, url=addresses.of_element(edition, body) + asked.carried, key=body.key)
        for body in columns
    ) or (Header("Members"),)
    several = len({each.form for each in collaboratives}) > 1
    forms = list(Collaborative.Form.values)
    rows = tuple(
        Row(
            Header(
                each.name,
                url=addresses.of_element(edition, each) + asked.carried,
                note=unsettled(each),
                key=each.key,
            ),
            _cells(of[each.id], columns, edition, asked),
            group=Header(each.get_form_display()) if several else None,
        )
        for each in sorted(collaboratives, key=lambda one: forms.index(one.form))
    )
    return Matrix(
        caption="Provider collaboratives and the part that each body plays in them",
        corner="Collaborative",
        columns=headers,
        rows=rows,
        plural="bodies",
        legend=_legend(rows),
        name="collaborative-members",
        groups="How it is named",
        adds=Adds("membership", "of", "body", "role"),
    )


def _cells(
    members: dict[UUID, list[Membership]], columns: list[Element], edition: Edition, asked: Asked
) -> tuple[Cell, ...]:
    if not members:
        return (Cell(state="not recorded", words=NO_MEMBERS, span=len(columns) or 1),)
    return tuple(
        Cell(entries=tuple(_entry(each, edition, asked) for each in members[body.id]))
        if body.id in members
        else Cell(state="nil", words=NOT_NAMED)
        for body in columns
    )


def _entry(membership: Membership, edition: Edition, asked: Asked) -> Entry:
    further = _further(membership)
    return Entry(
        part=membership.get_role_display(),
        texts=tuple(text for text, _ in further),
        url=addresses.of_element(edition, membership) + asked.carried,
        label=membership.name,
        tags=marks(membership),
        tone=TONES[membership.role],
        key=membership.key,
        says=(field_of(Membership, "role"), *(says for _, says in further)),
    )


def _further(membership: Membership) -> list[tuple[str, Says]]:
    """What else is said of a membership, each with what it shows."""
    since, until = membership.member_from, membership.member_until
    said = (
        ("on behalf of", "on_behalf_of", membership.on_behalf_of),
        ("from", "member_from", day(since) if since else ""),
        ("until", "member_until", day(until) if until else ""),
    )
    return [
        (f"{words} {value}", field_of(Membership, name, value))
        for words, name, value in said
        if value
    ]


def _legend(rows: tuple[Row, ...]) -> tuple[tuple[str, ...], ...]:
    cells = [cell for row in rows for cell in row.cells]
    parts = {entry.part for cell in cells for entry in cell.said}
    tags = {tag for cell in cells for entry in cell.said for tag in entry.tags}
    empty = {cell.nothing for cell in cells if not cell.said}
    return (
        *(
            (role.label, meaning, TONES[role])
            for role, meaning in MEANINGS.items()
            if role.label in parts
        ),
        *([(OUR_READING, "the source does not say it outright")] if OUR_READING in tags else []),
        *([("Not named", "not among those the source names")] if NOT_NAMED in empty else []),
        *(
            [("Members not recorded", "the source names the collaborative and no member")]
            if NO_MEMBERS in empty
            else []
        ),
    )


DEFINITION: Final = Definition(
    name="collaborative-members",
    title="Members of provider collaboratives",
    will_stand="Which bodies take part in which provider collaborative will stand here.",
    asks=("form", "body", "role", "text", "sort"),
    is_in=_is_in,
    read=_read,
)
