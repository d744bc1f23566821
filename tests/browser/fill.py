"""Takes in the edition folders named, invents an organisation whose lists run over a page, and has
an officer write a scenario."""

import sys
from pathlib import Path

import django

django.setup()

from opmodel.access.models import User  # noqa: E402
from opmodel.editions.actions.importing import import_edition  # noqa: E402
from opmodel.editions.actions.multiplying import multiply  # noqa: E402
from opmodel.editions.models import Organisation  # noqa: E402
from opmodel.scenarios.writing import StepWritten, write_scenario  # noqa: E402

for folder in sys.argv[1:]:
    import_edition(folder=Path(folder))
for _ in multiply(organisations=1, editions=1, elements=450):
    pass
write_scenario(
    by=User.objects.get(username="officer"),
    reason="To be looked at",
    title="A flood in Reading",
    summary="Two wards are under water.",
    organisation=Organisation.objects.get(slug="bob-icb"),
    draft=True,
    steps=[StepWritten("Somebody answers for emergencies", "responsible", ["EPRR"])],
)
