"""The commissioning cycle and its stages."""

from opmodel.editions.models import Kind, Reference


class Cycle(Kind):
    """A way of dividing commissioning into stages. Editions may follow different ones."""

    kind_name = "cycle"
    plural = "cycles"
    expects = ("published_by",)

    published_by = Reference(
        "places.Body", null=True, blank=True, related_name="cycles_published", back="Publishes"
    )

    class Meta(Kind.Meta):
        verbose_name = "commissioning cycle"


class Stage(Kind):
    """One stage of a cycle, in its order."""

    kind_name = "stage"
    plural = "stages"
    prominence = 1
    nests_in = ("cycle",)

    cycle = Reference(Cycle, related_name="cycle_stages", back="Stages")

    class Meta(Kind.Meta):
        verbose_name = "stage"
