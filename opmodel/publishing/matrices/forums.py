"""Which partnership or forum works for which local authority, and the NHS body of that area.

A forum of two authorities that stand beside each other is one cell over both. Where it cannot be,
because one of them has others too, it stands in both and says for whom it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from opmodel.editions.models import Edition, Element, OrganisationKind
from opmodel.editions.selectors.elements import named_elements
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.drawn import OUR_READING, drawn, marks
from opmodel.workbooks.matrices import Adds, Says, field_of
from places.models import Body, Partnership, PartnershipAuthority

from .definition import Counts, Definition, Given, Shown, arranged, choice, words
from .matrix import Cell, Entry, Header, Matrix, Row, Tone, merged_down

SORTS: Final = (("", "Areas of one NHS body together"), ("name", "Name"))
NOT_RECORDED: Final = "not recorded"
NO_AREA: Final = "not applicable"

TONES: Final[dict[str, Tone]] = {Partnership.Form.HEALTH_AND_WELLBEING: "firm"}
FORMS: Final = (
    Partnership.Form.HEALTH_AND_WELLBEING,
    Partnership.Form.PLACE,
    Partnership.Form.FORUM,
    Partnership.Form.SYSTEM,
)


@dataclass
class _Area:
    """A row: the local authority, or the place, or neither, for which forums work."""

    element: Element | None
    places: set[UUID]
    forums: list[Partnership]
    commissioners: tuple[Body, ...] = ()


@dataclass(frozen=True)
class _Read:
    """What stands in the matrix, read in one query for each kind."""

    edition: Edition
    asked: Asked
    forums: list[Partnership]
    commissioners: list[Body]
    areas: list[_Area]


def _is_in(edition: Edition, counts: Counts) -> bool:
    return (
        Partnership in counts
        and PartnershipAuthority.objects.filter(partnership__edition=edition).exists()
    )


def _read(edition: Edition, asked: Asked, given: Given) -> Shown:
    read = _gathered(edition, asked)
    forms = [
        form
        for form in FORMS
        if given.get("form", "") in ("", form.value)
        and any(forum.form == form for forum in read.forums)
    ]
    areas = [area for area in read.areas if _wanted(area, forms, given)]
    if given.get("sort") == "name":
        # What is for no area stays at the end.
        areas.sort(key=lambda area: (area.element is None, area.element.name.casefold()
                                     if area.element else ""))  # fmt: skip
    return Shown(
        matrix=_matrix(areas, forms, read) if areas and forms else None,
        fields=(
            *choice(
                "commissioner",
                "NHS body of the area",
                given,
                ((body.key, body.name) for body in read.commissioners),
            ),
            *choice(
                "form",
                "Kind of forum",
                given,
                ((forum.form, forum.get_form_display()) for forum in read.forums),
            ),
            *words(given),
            arranged("sort", "In order of", given, SORTS),
        ),
    )


# ---- Areas ----


def _gathered(edition: Edition, asked: Asked) -> _Read:
    forums = list(drawn(kind=Partnership, edition=edition))
    bodies = list(drawn(kind=Body, edition=edition).select_related("organisation"))
    places_of = {body.id: {place.id for place in body.places.all()} for body in bodies}
    of_forums = {authority.id for forum in forums for authority in forum.local_authorities.all()}
    authorities = {
        body.id: body
        for body in bodies
        if body.id in of_forums
        or (_kind(body) == OrganisationKind.LOCAL_AUTHORITY and places_of[body.id])
    }
    commissioners = [
        body for body in bodies if places_of[body.id] and _is_commissioner(body, authorities)
    ]
    areas = list(_areas(forums, authorities, places_of))
    for area in areas:
        area.commissioners = tuple(
            body for body in commissioners if places_of[body.id] & area.places
        )
    return _Read(edition, asked, forums, commissioners, _beside_their_own(areas))


def _kind(body: Body) -> str:
    return body.organisation.kind if body.organisation else ""


def _is_commissioner(body: Body, authorities: dict[UUID, Body]) -> bool:
    """Whether it is an NHS body of an area: a clinical commissioning group as far as is known."""
    if body.id in authorities:
        return False
    return _kind(body) == OrganisationKind.CCG or (
        not body.organisation and body.relation == Body.Relation.PREDECESSOR
    )


def _areas(
    forums: list[Partnership], authorities: dict[UUID, Body], places_of: dict[UUID, set[UUID]]
) -> Iterator[_Area]:
    """Local authorities as the edition lists them, then places, then what is for neither."""
    of: dict[UUID | None, list[Partnership]] = defaultdict(list)
    of_places: dict[UUID, list[Partnership]] = defaultdict(list)
    for forum in forums:
        named = [authority.id for authority in forum.local_authorities.all()]
        named = named or [
            id_ for id_ in authorities if forum.place_id and forum.place_id in places_of[id_]
        ]
        for id_ in named:
            of[id_].append(forum)
        if not named and forum.place_id:
            of_places[forum.place_id].append(forum)
        elif not named:
            of[None].append(forum)
    for id_, authority in authorities.items():
        forum_places = {forum.place_id for forum in of[id_] if forum.place_id}
        yield _Area(authority, places_of[id_] | forum_places, of[id_])
    places = named_elements(of_places)
    for place_id, some in of_places.items():
        yield _Area(places[place_id], {place_id}, some)
    if of[None]:
        yield _Area(None, set(), of[None])


def _beside_their_own(areas: list[_Area]) -> list[_Area]:
    """The areas of one NHS body beside each other, else as they come."""
    together: dict[tuple[UUID, ...], list[_Area]] = defaultdict(list)
    for area in areas:
        together[tuple(body.id for body in area.commissioners)].append(area)
    # Those of no recorded body come last, and what is for no area after them.
    without = together.pop((), [])
    return [area for some in together.values() for area in some] + without


def _wanted(area: _Area, forms: list[Partnership.Form], given: Given) -> bool:
    text, commissioner = given.get("text", "").casefold(), given.get("commissioner", "")
    forums = [forum for forum in area.forums if forum.form in forms]
    names = [name for forum in forums for name in (forum.name, *forum.also_known_as)]
    names += [area.element.name] if area.element else []
    return (
        (commissioner == "" or any(body.key == commissioner for body in area.commissioners))
        and (bool(forums) or not given.get("form"))
        and (not text or any(text in name.casefold() for name in names))
    )


# ---- Rows ----


def _matrix(areas: list[_Area], forms: list[Partnership.Form], read: _Read) -> Matrix:
    columns = tuple(Header(_heading(form, forms), key=form.value) for form in forms)
    if read.commissioners:
        columns = (Header("NHS body of the area"), *columns)
    rows = merged_down([_row(area, forms, read) for area in areas])
    return Matrix(
        caption="Partnerships and forums by local authority",
        corner="Local authority",
        columns=columns,
        rows=rows,
        plural="columns",
        legend=tuple(_legend(rows)),
        name="forums-by-local-authority",
        adds=Adds("partnership", "local_authorities", "form", "name"),
    )


def _heading(form: Partnership.Form, forms: list[Partnership.Form]) -> str:
    other = form == Partnership.Form.FORUM and Partnership.Form.HEALTH_AND_WELLBEING in forms
    return "Other forum" if other else str(form.label)


def _row(area: _Area, forms: list[Partnership.Form], read: _Read) -> Row:
    cells = [_commissioners(area, read)] if read.commissioners else []
    for form in forms:
        entries = tuple(_entry(forum, read) for forum in area.forums if forum.form == form)
        cells.append(
            Cell(entries=entries) if entries else Cell(state=NOT_RECORDED, words=NOT_RECORDED)
        )
    return Row(_header(area, read), tuple(cells))


def _header(area: _Area, read: _Read) -> Header:
    if area.element is None:
        return Header("No one local authority", note="Which area it is for is not recorded")
    url = addresses.of_element(read.edition, area.element) + read.asked.carried
    note = "Local authority not recorded" if area.element.kind == "place" else ""
    return Header(area.element.name, url=url, note=note, key=area.element.key)


def _commissioners(area: _Area, read: _Read) -> Cell:
    if area.element is None:
        return Cell(state=NO_AREA)
    entries = tuple(
        Entry(texts=(body.name,), url=addresses.of_element(read.edition, body) + read.asked.carried)
        for body in area.commissioners
    )
    return Cell(entries=entries) if entries else Cell(state=NOT_RECORDED)


def _entry(forum: Partnership, read: _Read) -> Entry:
    authorities = [authority.name for authority in forum.local_authorities.all()]
    return Entry(
        texts=(
            forum.name,
            *([f"For {_listed(authorities)}"] if len(authorities) > 1 else []),
        ),
        url=addresses.of_element(read.edition, forum) + read.asked.carried,
        tags=marks(forum),
        tone=TONES.get(forum.form, ""),
        key=forum.key,
        says=(field_of(Partnership, "name"), *([Says()] if len(authorities) > 1 else [])),
    )


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _legend(rows: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    cells = [cell for row in rows for cell in row.cells]
    entries = [entry for cell in cells for entry in cell.said]
    if any(entry.tone for entry in entries):
        yield "Health and wellbeing board", "each authority must have one by law", "firm"
    if any(cell.rows > 1 for cell in cells):
        yield "One cell over several rows", "the same for each of them"
    if any(OUR_READING in entry.tags for entry in entries):
        yield OUR_READING, "the source does not say it outright"
    if any(cell.state == NOT_RECORDED for cell in cells):
        yield "Not recorded", "the source names none"


DEFINITION: Final = Definition(
    name="forums-by-local-authority",
    title="Partnership forums by local authority",
    will_stand="Which forums work for which local authority will stand here.",
    asks=("commissioner", "form", "text", "sort"),
    is_in=_is_in,
    read=_read,
)
