"""What the things that a row names are called, as whoever looks may know them.

Somebody who sees the whole draft is told its names, and may choose among all it holds. Somebody who
sees only rows of their own is told the names that the last published edition below the draft has,
and chooses among those: never a name that only the draft has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from opmodel.editions.folder.faults import closest
from opmodel.editions.models import Edition, Element, Source
from opmodel.editions.viewer import Viewer
from opmodel.workbooks.base import folded

from .descriptions import Described, Description, Widget

_NONE: Final = frozenset([""])
_MOST_STEPS: Final = 50
"""How far down bases are followed."""


class Unknown(ValueError):
    """Raised where nothing, or too much, has the name that was written."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be named: `text` is its name, with its key where several have that."""

    key: str
    text: str


@dataclass
class Names:
    """The names of an edition's elements, of the kinds that are asked for."""

    edition: Edition
    viewer: Viewer
    kinds: Collection[str] = ()
    """Empty: of all kinds."""
    _outside: dict[Any, dict[str, str]] = field(default_factory=dict)
    _indexes: dict[Any, dict[str, list[str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, edition: Edition, viewer: Viewer, description: Description) -> Names:
        """Those that a form of one kind needs."""
        if description.refers_to_any:
            return cls(edition, viewer)
        return cls(edition, viewer, description.referred_kinds or _NONE)

    def name(self, key: str) -> str:
        """What an element is called; its key where whoever looks may not know."""
        return self._named.get(key, (key, key))[1]

    def text(self, described: Described, key: str) -> str:
        """The name as it is typed, with the key where several have that name."""
        if described.widget is Widget.SOURCE:
            return self.sources.get(key, key)
        name = self.name(key)
        return f"{name} [{key}]" if self._is_shared(name) or name == key else name

    def choices(self, described: Described) -> list[Choice]:
        """All that may stand in a field, in the order of the edition."""
        if not described.refers:
            return [Choice(key, name) for key, name in self._standing(described)]
        return [Choice(key, self.text(described, key)) for key, _ in self._standing(described)]

    def key_of(self, described: Described, text: str, before: Iterable[str] = ()) -> str:
        """The key of what is written: its name, its key, or both. Raises Unknown, saying what is
        near. *before*: what stood there, for names that several have."""
        typed = text.strip()
        if typed.endswith("]") and "[" in typed:
            key = typed.rpartition("[")[2][:-1].strip()
            if key in before or self.may_stand(described, key):
                return key
        found = self._by_name(described).get(folded(typed), [])
        for key in before:
            if key in found or key == typed:
                return key
        if len(found) == 1:
            return found[0]
        if found:
            raise Unknown(
                f"Several are called “{typed[:80]}”. Write the key behind it, as in "
                f"“{typed[:40]} [{found[0]}]”."
            )
        near = closest(typed, [each.text for each in self.choices(described)])
        raise Unknown(
            f"Nothing that can stand here is called “{typed[:80]}”. "
            + (near or "Choose one that the edition has.")
        )

    def outside(self, described: Described) -> dict[str, str]:
        """What a field may name outside editions, such as a level: names by key."""
        model: Any = described.spec.related_model
        if model not in self._outside:
            rows = model._default_manager.all()
            self._outside[model] = {str(row.pk): str(row) for row in rows}
        return self._outside[model]

    @cached_property
    def sources(self) -> dict[str, str]:
        """The titles of the edition's documents by their keys."""
        told = self._told
        if told is None:
            return {}
        return dict(Source.objects.in_edition(told).values_list("key", "title"))

    @cached_property
    def whole(self) -> bool:
        """Whether whoever looks sees all of the draft."""
        return self.viewer.may_see_drafts_of(self.edition.organisation_id)

    @cached_property
    def _told(self) -> Edition | None:
        """The edition whose names are told: the draft, or what is published below it."""
        if self.whole or self.edition.is_published:
            return self.edition
        return published_below(self.edition)

    @cached_property
    def _named(self) -> dict[str, tuple[str, str]]:
        """Kind and name by key."""
        found: dict[str, tuple[str, str]] = {}
        if self._told is not None:
            found = self._rows(Element.objects.in_edition(self._told))
        if not (self.whole or self.edition.is_published):
            own = Element.objects.in_edition(self.edition).within_reach_of(
                self.viewer, edition=self.edition
            )
            found |= self._rows(own)
        return found

    def _rows(self, rows: Any) -> dict[str, tuple[str, str]]:
        if self.kinds:
            rows = rows.filter(kind__in=self.kinds)
        listed = rows.order_by("kind", "position", "key").values_list("key", "kind", "name")
        return {key: (kind, name) for key, kind, name in listed}

    @cached_property
    def _names_twice(self) -> frozenset[str]:
        counted: dict[str, int] = defaultdict(int)
        for _, name in self._named.values():
            counted[folded(name)] += 1
        return frozenset(name for name, number in counted.items() if number > 1)

    def _is_shared(self, name: str) -> bool:
        return folded(name) in self._names_twice

    def may_stand(self, described: Described, key: str) -> bool:
        """Whether something of that key may stand in a field."""
        match described.widget:
            case Widget.SOURCE:
                return key in self.sources
            case Widget.OUTSIDE:
                return key in self.outside(described)
        kind, _ = self._named.get(key, ("", ""))
        return bool(kind) and (not described.kinds or kind in described.kinds)

    def _by_name(self, described: Described) -> dict[str, list[str]]:
        """Keys by what people write, for the fields in which the same may stand."""
        same = (described.widget, described.kinds, described.spec.related_model)
        if same not in self._indexes:
            index: dict[str, list[str]] = defaultdict(list)
            for key, name in self._standing(described):
                for word in dict.fromkeys((folded(name), folded(key))):
                    index[word].append(key)
            self._indexes[same] = index
        return self._indexes[same]

    def _standing(self, described: Described) -> list[tuple[str, str]]:
        """Key and name of all that may stand in a field."""
        match described.widget:
            case Widget.SOURCE:
                return list(self.sources.items())
            case Widget.OUTSIDE:
                return list(self.outside(described).items())
        return [
            (key, name)
            for key, (kind, name) in self._named.items()
            if not described.kinds or kind in described.kinds
        ]


def published_below(edition: Edition) -> Edition | None:
    """The published edition that a draft rests on, through other drafts where need be."""
    base = edition.based_on
    for _ in range(_MOST_STEPS):
        if base is None or base.is_published:
            return base
        base = base.based_on
    return None
