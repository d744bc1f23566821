"""The shapes of answers about two editions, or about one element through time."""

from __future__ import annotations

from rest_framework import serializers as fields
from rest_framework.serializers import Serializer

from opmodel.editions.comparing import Why
from opmodel.editions.kinds import kinds
from opmodel.editions.models import LineageKind

from .serializers import OrganisationName

_APART = "What is easily taken for it and, as lineage has it, is another thing."


class EditionName(Serializer):
    """An edition, by its slug and what it is called."""

    slug = fields.CharField()
    title = fields.CharField()
    label = fields.CharField(  # type: ignore[assignment]
        help_text="How people refer to it, such as “September 2024”."
    )
    organisation = OrganisationName()
    url = fields.URLField()


class ElementName(Serializer):
    """An element of an edition, by what one needs to name and to find it."""

    id = fields.UUIDField()
    key = fields.CharField()
    kind = fields.ChoiceField(list(kinds()))
    name = fields.CharField()
    edition = fields.CharField(help_text="The slug of its edition.")
    url = fields.URLField()


class LineageStep(Serializer):
    """What lineage says of two elements."""

    element = ElementName()
    kind = fields.ChoiceField(LineageKind.values)
    note = fields.CharField(allow_null=True)
    source = fields.CharField(  # type: ignore[assignment]
        allow_null=True, help_text="The document that says so. Null: the registry's own reading."
    )


class Stretch(Serializer):
    """Words that both texts have, or only the earlier (`removed`) or the later (`added`)."""

    op = fields.ChoiceField(("same", "removed", "added"))
    text = fields.CharField(trim_whitespace=False)


class FieldChange(Serializer):
    """One field that does not say the same in both editions."""

    field = fields.CharField(help_text="Its name, as the lists of the API have it.")
    label = fields.CharField(help_text="Its name in words.")  # type: ignore[assignment]
    before = fields.CharField(allow_null=True, help_text="In words. Null: not recorded.")
    after = fields.CharField(allow_null=True, help_text="In words. Null: not recorded.")
    marks = Stretch(
        many=True,
        help_text="Of running text and of lists: what stayed, what was struck, what was put in.",
    )


class ElementAlone(ElementName):
    """An element that only one of the two editions has, with what it says in short."""

    summary = fields.CharField(allow_null=True)


class Gone(ElementAlone):
    """An element that the later edition does not have."""

    became = LineageStep(many=True, help_text="What it gave way to, as lineage has it.")
    apart = LineageStep(many=True, help_text=_APART)


class NotMentioned(ElementAlone):
    """An element that the later edition does not mention, without saying that it ended."""

    why = fields.ChoiceField(
        [each.value for each in Why],
        help_text="`leaves-out`: the later edition says that it does not show everything. "
        "`silent`: it has nothing of that kind at all, and does not continue the earlier one.",
    )
    apart = LineageStep(many=True, help_text=_APART)


class Added(ElementAlone):
    """An element that the earlier edition does not have."""

    came_from = LineageStep(many=True, help_text="What it came from, as lineage has it.")
    apart = LineageStep(many=True, help_text=_APART)


class Unchanged(ElementName):
    """An element that states the same in both editions, as the later one has it."""

    before = ElementName()


class Changed(ElementName):
    """One thing in both editions, as the later one has it, and what changed in it."""

    before = ElementName()
    lineage = fields.ChoiceField(
        LineageKind.values, allow_null=True, help_text="How it is known as one thing. Null: by key."
    )
    note = fields.CharField(allow_null=True)
    changes = FieldChange(many=True)
    related = LineageStep(many=True, help_text="What else lineage connects it with.")


class Moved(Changed):
    """One thing that stands in something else than before; what else changed is here as well."""

    moved_from = ElementName(allow_null=True)
    moved_to = ElementName(allow_null=True)


class Summary(Serializer):
    """How many there are in each list."""

    added = fields.IntegerField(min_value=0)
    removed = fields.IntegerField(min_value=0)
    changed = fields.IntegerField(min_value=0)
    moved = fields.IntegerField(min_value=0)
    not_mentioned = fields.IntegerField(min_value=0)
    unchanged = fields.IntegerField(min_value=0)
    same = fields.BooleanField(help_text="Whether the two editions state the same.")
    text = fields.CharField(help_text="The same in words.")
    cautions = fields.ListField(
        child=fields.CharField(), help_text="What to know of both editions before reading on."
    )
    earlier = EditionName()
    later = EditionName()


class Comparison(Serializer):
    """Two editions beside each other. Each element of either stands in exactly one list."""

    summary = Summary()
    added = Added(many=True)
    removed = Gone(many=True)
    changed = Changed(many=True)
    moved = Moved(many=True)
    not_mentioned = NotMentioned(many=True)
    unchanged = Unchanged(many=True, required=False, help_text="Only where `list` asks for them.")


class Adoption(Serializer):
    """An edition and who adopted it."""

    edition = EditionName()
    state = fields.ChoiceField(("adopted", "never adopted", "not adopted yet"))
    effective_from = fields.DateField(allow_null=True)
    published_on = fields.DateField(allow_null=True)
    adopted_by = fields.CharField(allow_null=True, help_text="Null: not recorded.")
    minute = fields.CharField(allow_null=True, help_text="Null: not recorded.")


class ReadsSo(Serializer):
    """One thing that an element states, and since when it reads so."""

    field = fields.CharField(help_text="Its name, as the lists of the API have it.")
    label = fields.CharField(help_text="Its name in words.")  # type: ignore[assignment]
    value = fields.CharField(help_text="In words.")
    since = Adoption(
        help_text="The first adopted edition since which it reads so without a break; where none "
        "was adopted, the first that stated it."
    )
    first_stated = Adoption(help_text="The first edition that stated it so, adopted or not.")


class Relative(LineageStep):
    """What an element came from or became, by one step of lineage."""

    edition = EditionName()
    of = ElementName(help_text="What the step connects it with: the element itself, or a relative.")


class Standing(Serializer):
    """An edition in which an element stands."""

    element = ElementName()
    edition = EditionName()


class Ancestry(Serializer):
    """One element through time, over editions and organisations."""

    element = ElementName()
    line = Standing(many=True, help_text="The same thing up to this edition, the first one first.")
    onward = Standing(many=True, help_text="The same thing in later editions.")
    came_from = Relative(many=True, help_text="By lineage, the nearest first.")
    became = Relative(many=True)
    apart = Relative(many=True, help_text="Things of that name that it is not.")
    reads_so = ReadsSo(many=True)
