"""Files to take away: what they are, and what they are called."""

import pytest
from django.test import Client

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition
from tests.pages.conftest import Open

BOB = "/bob-icb/bob-icb-2024-09"
CYCLE = f"{BOB}/matrix/nhs-england-commissioning-cycle"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
BEGINNINGS = {"csv": b"\xef\xbb\xbf", "xlsx": b"PK", "pdf": b"%PDF-1.7"}
FILES = {
    f"{BOB}/chart": "bob-icb-2024-09-chart",
    CYCLE: "bob-icb-2024-09-nhs-england-commissioning-cycle",
}


@pytest.mark.parametrize("form", ["pdf", "xlsx", "csv"])
@pytest.mark.parametrize(("address", "name"), FILES.items())
def test_a_drawing_can_be_had_in_every_form(
    address: str, name: str, form: str, client: Client, bob: Edition
) -> None:
    response = client.get(f"{address}.{form}")
    assert response.status_code == 200
    assert response["Content-Type"] == TYPES[form]
    place = "inline" if form == "pdf" else "attachment"
    assert response["Content-Disposition"] == f'{place}; filename="{name}.{form}"'
    assert response.content.startswith(BEGINNINGS[form])


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("plural", [kind.plural for kind in kinds().values()])
def test_every_list_can_be_had_as_a_table(
    plural: str, form: str, client: Client, bob: Edition
) -> None:
    response = client.get(f"{BOB}/{plural}.{form}")
    assert response.status_code == 200
    assert response["Content-Type"] == TYPES[form]
    assert f'filename="bob-icb-2024-09-{plural}.{form}"' in response["Content-Disposition"]
    assert response.content.startswith(BEGINNINGS[form])


@pytest.mark.parametrize(
    "address", [f"{BOB}/chart/", f"{CYCLE}/", f"{BOB}/functions/?directorate=nursing&on=2024-10-01"]
)
def test_the_page_leads_to_each_of_its_files(address: str, visit: Open, client: Client) -> None:
    forms = {
        words.split(" as ")[-1]: link for words, link in visit(address).links if " as " in words
    }
    assert {"XLSX", "CSV"} <= forms.keys()
    for link in forms.values():
        assert client.get(link).status_code == 200


def test_a_file_is_narrowed_as_the_page_was(visit: Open, client: Client) -> None:
    csv = client.get(f"{BOB}/functions.csv?directorate=nursing").content.decode("utf-8-sig")
    page = visit(f"{BOB}/functions/?directorate=nursing")
    names = [each.text_content().strip() for each in page.tree.find_class("app-result__name")]
    assert len(names) == 6
    assert len(csv.splitlines()) == 7
    assert all(name in csv for name in names)


def test_the_form_of_edition_folders_can_be_had(client: Client, reference: None) -> None:
    response = client.get("/edition-folder.schema.json")
    assert response["Content-Type"] == "application/schema+json"
    assert response.json()["$schema"].startswith("https://json-schema.org/")
