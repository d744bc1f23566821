"""Takes in the edition folders named, invents an organisation whose lists run over a page, and has
an officer write a scenario and send workbooks to a draft."""

import sys
from pathlib import Path
from uuid import UUID

import django

django.setup()

from opmodel.access.models import User  # noqa: E402
from opmodel.editions.actions.drafting import open_draft  # noqa: E402
from opmodel.editions.actions.importing import import_edition  # noqa: E402
from opmodel.editions.actions.multiplying import multiply  # noqa: E402
from opmodel.editions.models import Edition, Organisation  # noqa: E402
from opmodel.scenarios.writing import StepWritten, write_scenario  # noqa: E402
from opmodel.workbooks.actions import uploading  # noqa: E402
from opmodel.workbooks.models import Upload  # noqa: E402
from opmodel.workbooks.uploads import look_at  # noqa: E402
from tests.bench.workbooks import scheme_of  # noqa: E402
from tests.workbooks import typed  # noqa: E402
from tests.workbooks.test_thirty_faults import book as thirty_faults  # noqa: E402

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

officer = User.objects.get(username="officer")
handbook = Edition.objects.get(slug="marlshire-icb-2025-04")
draft = open_draft(
    based_on=handbook, slug="marlshire-icb-try", title="Governance Handbook (trial)", label="Trial"
)


def send(number: int, name: str, data: bytes, edition: Edition = draft) -> Upload:
    """A workbook that was sent, at an address that is known."""
    upload = uploading.receive(by=officer, edition=edition, name=name, data=data)
    Upload.objects.filter(pk=upload.pk).update(id=UUID(int=number))
    return Upload.objects.select_related("edition__organisation").get(pk=UUID(int=number))


send(1, "scheme.xlsx", typed.saved(typed.scheme()))
send(2, "thirty-faults.xlsx", thirty_faults())
send(3, "structure.xlsx", typed.saved(typed.structure()))
send(4, "large.xlsx", scheme_of(200, []))
send(5, "handbook.xlsx", typed.saved(typed.members()), handbook)
done = send(6, "table.xlsx", typed.saved(typed.table()))
uploading.take(by=officer, upload=done, as_seen=look_at(done).preview.token())
send(7, "letter.pdf.xlsx", b"%PDF-1.7")
