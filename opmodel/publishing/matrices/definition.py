"""What a matrix is defined by: its name, its title, and how it is read from an edition.

A new matrix is a module with a `Definition` and a line in `registry.py`. Its page, list, PDF, XLSX
and CSV, and the way to it from the edition's page follow from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from opmodel.editions.models import Edition, Kind
from opmodel.publishing.asking import Asked
from opmodel.publishing.filters import FormField

from .matrix import Matrix

Given = Mapping[str, str]
"""What the reader narrowed a matrix to, by the names of its fields; empty for the whole."""


@dataclass(frozen=True)
class Arranging(FormField):
    """A field that says in which order or in which groups rows stand; it leaves none out.

    *all* is what not to choose means.
    """

    all: str = ""


Counts = Mapping[type[Kind], int]
"""How many elements of each kind an edition has."""


@dataclass(frozen=True)
class Shown:
    """A matrix as it was read, with what its page offers to narrow it by.

    `matrix` is None where nothing fits what it was narrowed to, or where the edition has nothing to
    show in it. *notes* are sentences that a reader of the whole has to know.
    """

    matrix: Matrix | None
    fields: tuple[FormField, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether less is shown than there is."""
        return any(field.value for field in self.fields if not isinstance(field, Arranging))


@dataclass(frozen=True)
class Definition:
    """A matrix that an edition may have.

    *name* stands in its address, *will_stand* says on an empty page what will be there. *asks* are
    the names of what it may be narrowed by. *is_in* tells whether an edition has something to draw,
    from the counts of its kinds where those are enough. *read* takes a fixed number of queries.
    *numbered*: it is shown as numbered lists, one for each group of its rows. *beside* names the
    matrices that show the same another way. *says*: what it shows, for whoever is led to it, where
    its name alone does not tell.
    """

    name: str
    title: str
    will_stand: str
    asks: tuple[str, ...]
    is_in: Callable[[Edition, Counts], bool]
    read: Callable[[Edition, Asked, Given], Shown]
    numbered: bool = False
    beside: tuple[str, ...] = ()
    says: str = ""


def choice(
    name: str, label: str, given: Given, options: Iterable[tuple[str, str]]
) -> tuple[FormField, ...]:
    """A field to choose from, where there is a choice."""
    different = list(dict.fromkeys(options))
    if len(different) < 2:
        return ()
    return (FormField(name, label, given.get(name, ""), different),)


def arranged(name: str, label: str, given: Given, options: Iterable[tuple[str, str]]) -> Arranging:
    """How rows stand: the first option is what not to choose means."""
    (_, usual), *others = options
    return Arranging(name, label, given.get(name, ""), others, all=usual)


def words(given: Given) -> tuple[FormField, ...]:
    """A field for words that a row must have."""
    return (FormField("text", "Words", given.get("text", ""), []),)
