"""Takes in the edition folders named, invents an organisation whose lists run over a page, and has
an editor write a scenario and send workbooks to a draft."""

import sys
from pathlib import Path
from uuid import UUID

import django

django.setup()

from directorates.models import Service  # noqa: E402
from opmodel.access.models import User  # noqa: E402
from opmodel.drafting.actions.commenting import comment  # noqa: E402
from opmodel.drafting.actions.saving import add_row, end_row  # noqa: E402
from opmodel.drafting.models import Proposal, What  # noqa: E402
from opmodel.editions.actions.changing import Authored  # noqa: E402
from opmodel.editions.actions.drafting import open_draft  # noqa: E402
from opmodel.editions.actions.importing import import_edition  # noqa: E402
from opmodel.editions.actions.multiplying import multiply  # noqa: E402
from opmodel.editions.models import Edition, Element, Organisation  # noqa: E402
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
    by=User.objects.get(username="editor"),
    reason="To be looked at",
    title="A flood in Reading",
    summary="Two wards are under water.",
    organisation=Organisation.objects.get(slug="bob-icb"),
    draft=True,
    steps=[StepWritten("Somebody answers for emergencies", "responsible", ["EPRR"])],
)

editor = User.objects.get(username="editor")
handbook = Edition.objects.get(slug="marlshire-icb-2025-04")
draft = open_draft(
    based_on=handbook, slug="marlshire-icb-try", title="Governance Handbook (trial)", label="Trial"
)


def send(number: int, name: str, data: bytes, edition: Edition = draft) -> Upload:
    """A workbook that was sent, at an address that is known."""
    upload = uploading.receive(by=editor, edition=edition, name=name, data=data)
    Upload.objects.filter(pk=upload.pk).update(id=UUID(int=number))
    return Upload.objects.select_related("edition__organisation").get(pk=UUID(int=number))


place = Element.objects.select_related("edition").get(edition=draft, key="tarnwold")
first = comment(by=editor, element=place, text="Is that how large it is? @editor").comment
comment(by=editor, element=place, text="It is, by the census.", reply_to=first)

send(1, "scheme.xlsx", typed.saved(typed.scheme()))
send(2, "thirty-faults.xlsx", thirty_faults())
send(3, "structure.xlsx", typed.saved(typed.structure()))
send(4, "large.xlsx", scheme_of(200, []))
send(5, "handbook.xlsx", typed.saved(typed.members()), handbook)
done = send(6, "table.xlsx", typed.saved(typed.table()))
uploading.take(by=editor, upload=done, as_seen=look_at(done).preview.token())
send(7, "letter.pdf.xlsx", b"%PDF-1.7")

why = Authored(by=editor, reason="To be looked at")
ended = add_row(
    by=editor,
    edition=draft,
    kind=Service,
    values={"name": "A service to be ended"},
    key="to-be-ended",
    authored=why,
)
end_row(by=editor, element=ended, seen=None, authored=why)
Proposal(
    edition=draft,
    kind="place",
    key="tarnwold",
    name=place.name,
    what=What.CHANGE,
    values={"summary": "The hills, and the market towns below them."},
    seen=1,
    reason="The council calls it so",
    by=editor,
).save()
