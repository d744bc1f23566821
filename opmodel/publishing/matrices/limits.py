"""The limits grid: decisions about money, by the family of their transaction, × who decides them.

A cell holds how far the holder's power reaches, for each way in which amounts are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from governance.deciding.scheme import Band, Matter, Power
from governance.models import Decision, Delegation, Limit, Transaction
from opmodel.editions.models import Edition
from opmodel.publishing.asking import Asked
from opmodel.publishing.filters import FormField
from opmodel.publishing.words import amount, counted
from opmodel.workbooks.matrices import Adds, Says
from opmodel.workbooks.matrices.stands import PART
from opmodel.workbooks.matrices.stands import limit as limit_says

from .definition import Counts, Definition, Given, Shown, arranged, choice
from .holders import Columns, cells_of, columns_for
from .matrix import NUMBERS, Cell, Entry, Header, Matrix, Row, Tone
from .powers import (
    ASKS,
    NO_POWER,
    ON_CONDITIONS,
    Read,
    by_name,
    by_reference,
    fields,
    part_words,
    read_scheme,
    scope,
    tags,
    wanted,
)
from .scheme import NOBODY, labels

NO_AUTHORITY: Final = "none"
NO_FAMILY: Final = "Other decisions with limits"
ANY_AMOUNT: Final = "Any amount"

BASES: Final = {
    Limit.Basis.TRANSACTION: "each time",
    Limit.Basis.YEAR: "a year",
    Limit.Basis.LIFETIME: "whole life",
    Limit.Basis.CUMULATIVE: "all changes since award",
    Limit.Basis.WEEK: "a week",
    Limit.Basis.HEAD: "each head of population",
}
TAXES: Final = {Limit.Tax.INCLUDED: "with VAT", Limit.Tax.EXCLUDED: "without VAT"}
PARTS: Final = (Delegation.Part.APPROVES, Delegation.Part.SIGNS)
SORTS: Final = (("", "Reference"), ("name", "Name"))
GROUPS: Final = (("", "Transaction"), ("category", "Category"), ("none", "No groups"))


def _is_in(_edition: Edition, counts: Counts) -> bool:
    return Decision in counts and Limit in counts


def _read(edition: Edition, asked: Asked, given: Given) -> Shown:
    read = read_scheme(edition, asked)
    families = {each.code: (each.rank, each.name) for each in Transaction.objects.all()}
    whole = {key: _of_money(read.scheme.by_decision.get(key, ())) for key in _about_money(read)}
    found = {
        key: tuple(power for power in powers if power in whole[key])
        for key, powers in wanted(read, given).items()
        if key in whole
    }
    family, basis = given.get("transaction", ""), given.get("basis", "")
    narrowed = any(given.get(name) for name in ASKS) or basis
    found = {
        key: shown
        for key, powers in found.items()
        if family in ("", read.scheme.matters[key].transaction)
        and ((shown := _on(powers, basis)) or not narrowed)
    }
    powers = [power for some in whole.values() for power in some]
    return Shown(
        matrix=_matrix(read, found, given, families) if found else None,
        fields=(
            *_own_fields(read, whole, given, families),
            *fields(read, powers, given),
            arranged("sort", "In order of", given, SORTS),
            arranged("group", "Grouped by", given, GROUPS),
        ),
        notes=tuple(_notes(found, len(whole))),
    )


def _about_money(read: Read) -> Iterator[str]:
    """Decisions of a family of transactions, and those that have a limit without being of one."""
    for key, matter in read.scheme.matters.items():
        if matter.transaction or any(each.bands for each in read.scheme.by_decision.get(key, ())):
            yield key


def _of_money(powers: Iterable[Power]) -> tuple[Power, ...]:
    return tuple(power for power in powers if power.part in PARTS)


def _on(powers: tuple[Power, ...], basis: str) -> tuple[Power, ...]:
    """Powers with a limit that counts in that way; all where no way was asked for."""
    if not basis:
        return powers
    return tuple(each for each in powers if any(band.basis == basis for band in each.bands))


def _own_fields(
    read: Read,
    whole: dict[str, tuple[Power, ...]],
    given: Given,
    families: dict[str, tuple[int, str]],
) -> tuple[FormField, ...]:
    used = {read.scheme.matters[key].transaction for key in whole}
    bases = {band.basis for some in whole.values() for power in some for band in power.bands}
    return (
        *choice(
            "transaction",
            "Transaction",
            given,
            ((code, name) for code, (_, name) in families.items() if code in used),
        ),
        *choice(
            "basis",
            "How amounts are counted",
            given,
            ((value, label) for value, label in Limit.Basis.choices if value in bases),
        ),
    )


# ---- Rows ----


def _matrix(
    read: Read,
    found: dict[str, tuple[Power, ...]],
    given: Given,
    families: dict[str, tuple[int, str]],
) -> Matrix:
    powers = [power for some in found.values() for power in some]
    columns = columns_for(powers, read.order, given.get("holder", ""))
    headers = tuple(Header(each.name, url=read.url_of(each), key=each.key) for each in columns.own)
    if columns.others:
        others = counted(len(columns.others), "holder")
        headers += (Header("Others", note=f"{others}, named in the cells", wide=True),)
    headers = headers or (Header("Holders"),)
    rows = tuple(
        Row(
            Header(
                " ".join(filter(None, (matter.ref, matter.name))),
                url=read.url("decision", matter.key),
                key=matter.key,
            ),
            _cells(read, found[matter.key], columns, len(headers), given.get("basis", "")),
            group=Header(group) if group else None,
        )
        for group, matter in _in_order(read, found, given, families)
    )
    return Matrix(
        caption="Financial limits: how far each holder may decide",
        corner="Decision",
        columns=headers,
        rows=rows,
        plural="holders",
        legend=tuple(_legend(rows)),
        name="limits",
        groups=dict(GROUPS).get(given.get("group", ""), "Transaction"),
        narrow=True,
        sparse=True,
        adds=Adds("delegation", "decision", "holder", "part"),
    )


def _in_order(
    read: Read, keys: Iterable[str], given: Given, families: dict[str, tuple[int, str]]
) -> Iterator[tuple[str, Matter]]:
    last = (10**6, NO_FAMILY)
    order = by_name if given.get("sort") == "name" else by_reference

    def group(matter: Matter) -> tuple[int, str]:
        match given.get("group", ""):
            case "none":
                return 0, ""
            case "category":
                return read.categories.get(matter.category, (10**6, "Category not recorded"))
            case _:
                return families.get(matter.transaction, last)

    matters = [read.scheme.matters[key] for key in keys]
    matters.sort(key=lambda each: (group(each), order(read, each)))
    for matter in matters:
        yield group(matter)[1], matter


def _cells(
    read: Read, powers: tuple[Power, ...], columns: Columns, number: int, basis: str
) -> tuple[Cell, ...]:
    if not powers:
        return (Cell(state="not recorded", words=NOBODY, span=number),)
    entries = (
        (power, entry)
        for power, label in zip(powers, labels(read, powers, by_part=False), strict=True)
        for entry in _entries(read, power, label, basis, named=power.holder in columns.others)
    )
    return cells_of(columns, entries, NO_AUTHORITY)


def _entries(read: Read, power: Power, label: str, basis: str, *, named: bool) -> Iterator[Entry]:
    """An entry for each band of a power, of which the first leads to it; in the column that many
    share one with the holder's name and a line for each band."""
    word, tone = part_words(power)
    numbered = enumerate(power.bands, start=1)
    bands = [each for each in numbered if basis in ("", each[1].basis)] or [(1, Band())]
    where = tuple(scope(read, power))
    own = (*([] if word == "Approves" else [word]), *where)
    own_says = (*([] if word == "Approves" else [Says(PART)]), *(Says() for _ in where))
    of_power = Entry(
        url=read.url("delegation", power.key),
        label=label,
        tags=tags(read, power),
        tone=tone,
        key=power.key,
    )
    if named:
        lines = (", ".join((_reach(band), *_terms(band))) for _, band in bands)
        says = (Says(), *(Says(limit_says(number)) for number, _ in bands), *own_says)
        yield replace(of_power, part=power.holder.name, texts=(*lines, *own), says=says)
        return
    for at, (number, band) in enumerate(bands):
        terms = tuple(_terms(band))
        says = (Says(limit_says(number)),) * (1 + len(terms))
        said = Entry(key=power.key) if at else of_power
        yield replace(
            said,
            part=_reach(band),
            texts=terms if at else (*terms, *own),
            tone=_tone(band, tone),
            says=says if at else (*says, *own_says),
        )


def _tone(band: Band, tone: Tone) -> Tone:
    """Powers without an upper end stand out from those with one."""
    return "strong" if tone == "firm" and band.up_to is None else tone


def _reach(band: Band) -> str:
    """From where up to where a band reaches."""
    above = "" if band.above is None else f"above {amount(band.above)}"
    if band.above is not None and band.includes_above:
        above = f"from {amount(band.above)}"
    if band.up_to is None:
        words = above or ANY_AMOUNT
    else:
        up_to = "up to" if band.includes_up_to else "below"
        words = ", ".join(filter(None, (above, f"{up_to} {amount(band.up_to)}")))
    return words[:1].upper() + words[1:]


def _terms(band: Band) -> Iterator[str]:
    """How the amounts of a band are counted, and on which terms it holds."""
    bounded = band.above is not None or band.up_to is not None
    counting = (BASES[Limit.Basis(band.basis)] if bounded else "", _tax(band))
    if any(counting):
        yield ", ".join(filter(None, counting))
    if band.budgeted is not None:
        yield "budgeted only" if band.budgeted else "not budgeted"
    if band.recurrent is not None:
        yield "recurrent" if band.recurrent else "not recurrent"
    if band.signatures:
        number = (
            NUMBERS[band.signatures] if band.signatures < len(NUMBERS) else str(band.signatures)
        )
        yield f"{number} signature{'' if band.signatures == 1 else 's'}"


def _tax(band: Band) -> str:
    return TAXES[Limit.Tax(band.vat)] if band.vat else ""


# ---- What is said of the whole ----


def _legend(rows: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    cells = [cell for row in rows for cell in row.cells]
    entries = [entry for cell in cells for entry in cell.said]
    tones = {entry.tone for entry in entries}
    tagged = {tag for entry in entries for tag in entry.tags}
    empty = {cell.nothing for cell in cells if not cell.said}
    if "firm" in tones:
        yield "Up to", "may decide as far as this", "firm"
    if "strong" in tones:
        yield "Any amount, or above", "may decide without an upper end", "strong"
    if "light" in tones:
        yield "Signs", "what somebody else has decided", "light"
    if "open" in tones:
        yield "Intended", "meant to be given, and not yet given", "open"
    if ON_CONDITIONS in tagged:
        yield ON_CONDITIONS, "which the entry’s own page says"
    if NO_POWER in tagged:
        yield NO_POWER, "rests on an agreement that delegates nothing"
    if NO_AUTHORITY in empty:
        yield "None", "may not decide it"
    if NOBODY in empty:
        yield "Nobody is named", "nobody may decide it"


def _notes(found: dict[str, tuple[Power, ...]], total: int) -> Iterator[str]:
    if found and len(found) < total:
        yield f"{counted(len(found), 'decision')} of {total:,} about money."


DEFINITION: Final = Definition(
    name="limits",
    title="Financial limits",
    will_stand="Up to which amount each holder may decide will stand here.",
    asks=(*ASKS, "transaction", "basis", "sort", "group"),
    is_in=_is_in,
    read=_read,
    beside=("scheme", "scheme-by-holder"),
)
