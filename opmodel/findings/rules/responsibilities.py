"""Whether a responsibility matrix says of each function who answers for it, and one alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from commissioning.letters import LETTER_SETS, LetterSet
from opmodel.findings.finding import Fault, Severity, fault, of_several, rule
from opmodel.findings.model import Model, Row
from opmodel.findings.words import counted, day, listed

MATRIX = ("responsibility-matrix", "responsibility", "function")
ONE = "In RACI and RASCI exactly one is accountable; in RAPID exactly one decides."
TO_COVER = 0.5
"""A matrix that has this share of all duties is meant to have all of them."""


def _functions(model: Model) -> Iterator[tuple[Row, LetterSet, Row, list[Row]]]:
    """Each function of each matrix, with the letters that it uses, and who has a part in it."""
    for matrix in model.of("responsibility-matrix"):
        entries: dict[str, list[Row]] = defaultdict(list)
        for entry in model.pointing("responsibility", "matrix", matrix):
            entries[entry.function.key].append(entry)
        for found in entries.values():
            yield matrix, LETTER_SETS[matrix.letters], found[0].function, found


def _with(part: str, entries: list[Row]) -> list[Row]:
    return [entry for entry in entries if entry.part == part]


@rule(
    "matrix-two-accountable",
    "More than one accountable for a function",
    severity=Severity.ERROR,
    why="Where two are accountable, neither is: each may take it that the other acts.",
    mend="Leave one, and give the others another part.",
    rests_on=ONE,
    reads=MATRIX,
)
def matrix_two_accountable(model: Model) -> Iterator[Fault]:
    for matrix, letters, function, entries in _functions(model):
        answering = _with(letters.answers, entries)
        holders = {row.holder.key: row.holder.name for row in answering}
        if len(holders) > 1:
            both = "both" if len(holders) == 2 else "all"
            decides = letters.answers == "decides"
            do = f"{both} decide on" if decides else f"are {both} accountable for"
            yield Fault(
                f"{listed(holders.values())} {do} “{function.name}” in “{matrix.name}”.",
                (("function", function), *((str(row.part), row) for row in answering)),
            )


@rule(
    "matrix-none-accountable",
    "Nobody accountable for a function",
    severity=Severity.WARNING,
    why="Several have a part in it, and nobody answers for it.",
    mend="Make one of them accountable; in RAPID, say who decides.",
    rests_on=ONE,
    reads=MATRIX,
)
def matrix_none_accountable(model: Model) -> Iterator[Fault]:
    for matrix, letters, function, entries in _functions(model):
        if not _with(letters.answers, entries):
            does = "decides on" if letters.answers == "decides" else "is accountable for"
            yield fault(
                f"Nobody {does} “{function.name}” in “{matrix.name}”.",
                function=function,
                matrix=matrix,
            )


@rule(
    "matrix-nobody-does",
    "Somebody answers for a function, and nobody does it",
    severity=Severity.WARNING,
    why="Whoever answers for it has nobody to do the work, or does it alone without being told so.",
    mend="Say who does the work; whoever answers for it may have both parts.",
    rests_on="Each function in a matrix has somebody responsible; in RAPID, somebody performs.",
    reads=MATRIX,
)
def matrix_nobody_does(model: Model) -> Iterator[Fault]:
    for matrix, letters, function, entries in _functions(model):
        if _with(letters.answers, entries) and not _with(letters.does, entries):
            does = "decided on" if letters.answers == "decides" else "answered for"
            yield fault(
                f"“{function.name}” is {does} in “{matrix.name}”, but nobody is recorded to do it.",
                function=function,
                matrix=matrix,
            )


@rule(
    "matrix-letter-unknown",
    "A letter that its matrix does not use",
    severity=Severity.WARNING,
    why="Readers cannot tell what is meant: one letter stands for different things in two sets.",
    mend="Use a letter of the set that the matrix is written in, or change the set.",
    rests_on="A matrix uses one set of letters: RACI, RASCI or RAPID.",
    reads=MATRIX,
)
def matrix_letter_unknown(model: Model) -> Iterator[Fault]:
    for matrix, letters, function, entries in _functions(model):
        for entry in entries:
            if letters.of(entry.part) is None:
                said = f"the part “{entry.part}”" if entry.part else "no letter"
                yield fault(
                    f"{entry.holder.name} has {said} in “{function.name}”, and “{matrix.name}” is "
                    f"written in {letters.name}.",
                    responsibility=entry,
                    function=function,
                )


@rule(
    "matrix-accountable-gone",
    "Accountable, but vacant or ended",
    severity=Severity.WARNING,
    why="On paper somebody answers for it; in truth nobody does.",
    mend="Appoint somebody, even for the time being, or make somebody else accountable.",
    rests_on=ONE,
    reads=(*MATRIX, "post", "body"),
)
def matrix_accountable_gone(model: Model) -> Iterator[Fault]:
    answered: dict[str, list[Row]] = defaultdict(list)
    for _, letters, _, entries in _functions(model):
        for entry in _with(letters.answers, entries):
            answered[entry.holder.key].append(entry)
    for entries in answered.values():
        holder = entries[0].holder
        if gone := _gone(model, holder):
            functions = dict.fromkeys(f"“{entry.function.name}”" for entry in entries)
            yield Fault(
                f"{holder.name} {gone}, and is the one to answer for {listed(functions, most=4)}.",
                (("holder", holder), *(("part", entry) for entry in entries)),
            )


def _gone(model: Model, holder: Row) -> str:
    """Why nobody is there, in words; empty where somebody is."""
    if holder.kind == "post" and model.outside.is_vacant(holder.key):
        since = model.outside.vacant_since(holder.key)
        return f"is vacant{f' since {day(since)}' if since else ''}"
    if holder.kind == "body" and holder.organisation_id:
        ended = model.outside.ended.get(holder.organisation_id)
        return f"ended on {day(ended.last_day)}" if ended else ""
    return ""


@rule(
    "matrix-duty-missing",
    "Duties in law that the responsibility matrix leaves out",
    severity=Severity.WARNING,
    why="The law lays it on the organisation, and the matrix that staff look into does not say who "
    "answers for it.",
    mend="Add a line for it.",
    rests_on="A matrix that says who does what has each statutory function.",
    reads=MATRIX,
)
def matrix_duty_missing(model: Model) -> Iterator[Fault]:
    duties = [row for row in model.of("function") if row.statutory]
    covered = {function.key for _, _, function, _ in _functions(model)}
    missing = [row for row in duties if row.key not in covered]
    if missing and len(duties) - len(missing) >= len(duties) * TO_COVER:
        yield of_several(
            f"{counted(missing, 'duty', 'duties')} in law {'has' if len(missing) == 1 else 'have'} "
            f"no line in any responsibility matrix: "
            f"{listed([row.name for row in missing], most=8)}.",
            "function",
            missing,
        )
