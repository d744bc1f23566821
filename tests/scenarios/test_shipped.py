"""The scenarios that come with the registry, and the file that holds them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from django.utils import timezone

from governance.deciding.amounts import amount
from opmodel.access.models import User
from opmodel.editions.folder.faults import FolderRefused
from opmodel.editions.folder.reference import load_reference
from opmodel.editions.models import Edition, Element
from opmodel.editions.moments import Moment
from opmodel.editions.viewer import PUBLIC, Viewer
from opmodel.scenarios.models import Scenario, ScenarioStep
from opmodel.scenarios.running import run_all
from opmodel.scenarios.selectors import scenarios_for
from opmodel.scenarios.writing import NotAllowed, StepWritten, remove_scenario, write_scenario
from tests.conftest import FIXTURES

ONE = {
    "key": "one",
    "title": "One",
    "summary": "One case.",
    "steps": [
        {"title": "First", "asks": "decides", "words": ["lease"], "amount": "500"},
        {"title": "Second", "asks": "meets", "words": ["board", "committee"], "level": "place"},
    ],
}


def loaded(folder: Path, *scenarios: dict[str, object]) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / "scenarios.yaml"
    path.write_text(yaml.safe_dump({"scenarios": list(scenarios)}, sort_keys=False))
    load_reference(folder=folder)


@pytest.mark.usefixtures("reference")
class TestTheFile:
    def test_it_holds_four_for_all_and_four_for_the_sample(self) -> None:
        of = [each.organisation_id for each in Scenario.objects.all()]
        assert of == [None] * 4 + ["marlshire-icb"] * 4

    def test_every_amount_can_be_read(self) -> None:
        for step in ScenarioStep.objects.all():
            for stated in filter(None, (step.amount, step.so_far)):
                assert amount(stated).pounds > 0

    def test_a_changed_scenario_has_the_steps_of_the_file(self, tmp_path: Path) -> None:
        loaded(tmp_path / "a", ONE)
        loaded(tmp_path / "b", {**ONE, "title": "Another", "steps": [*ONE["steps"][::-1]]})  # type: ignore[index]
        (found,) = Scenario.objects.filter(key="one")
        assert found.title == "Another"
        assert [each.title for each in found.steps.all()] == ["Second", "First"]
        assert found.steps.get(position=1).level_id == "place"

    def test_loading_the_same_again_writes_no_step_anew(self, tmp_path: Path) -> None:
        loaded(tmp_path / "a", ONE)
        before = set(ScenarioStep.objects.values_list("id", flat=True))
        loaded(tmp_path / "a", ONE)
        assert set(ScenarioStep.objects.values_list("id", flat=True)) == before

    @pytest.mark.parametrize(
        ("step", "told"),
        [
            ({"title": "First", "asks": "guesses", "words": ["lease"]}, "guesses"),
            ({"title": "First", "asks": "decides"}, "words"),
            ({"title": "First", "asks": "decides", "words": ["lease"], "amuont": "5"}, "amuont"),
        ],
    )
    def test_a_fault_in_a_step_is_told_at_its_line(
        self, step: dict[str, object], told: str, tmp_path: Path
    ) -> None:
        with pytest.raises(FolderRefused) as refused:
            loaded(tmp_path / "a", {**ONE, "steps": [step]})
        (fault,) = refused.value.faults
        assert told in str(fault)
        assert "scenarios.yaml:" in str(fault)

    def test_a_level_that_does_not_exist_is_refused(self, tmp_path: Path) -> None:
        step = {"title": "First", "asks": "meets", "words": ["board"], "level": "moon"}
        with pytest.raises(FolderRefused):
            loaded(tmp_path / "a", {**ONE, "steps": [step]})
        assert not Scenario.objects.filter(key="one").exists()


@pytest.mark.django_db
def test_what_names_a_scenario_is_in_its_edition() -> None:
    stated = yaml.safe_load((FIXTURES / "reference" / "scenarios.yaml").read_text())["scenarios"]
    for named in filter(None, (each.get("named_in") for each in stated)):
        slug, _, key = named.partition("/")
        rows = yaml.safe_load((FIXTURES / slug / "transition.yaml").read_text())
        assert key in {each["key"] for each in rows["scenario-sources"]}


class TestTheGate:
    def test_drafts_are_for_those_who_may_see_them(self, bob: Edition) -> None:
        Scenario.objects.create(
            key="hidden", title="Hidden", summary="Hidden.", organisation=bob.organisation,
            draft=True,
        )  # fmt: skip
        for viewer, seen in (
            (PUBLIC, False),
            (Viewer(drafts_of=frozenset({"frimley-icb"})), False),
            (Viewer(drafts_of=frozenset({"bob-icb"})), True),
        ):
            assert scenarios_for(viewer=viewer).filter(key="hidden").exists() is seen

    def test_an_edition_is_tried_with_its_own_and_those_for_all(self, bob: Edition) -> None:
        found = scenarios_for(viewer=PUBLIC, edition=bob)
        assert {each.organisation_id for each in found} == {None}

    def test_nobody_writes_or_removes_without_the_right(self, bob: Edition) -> None:
        nobody = User.objects.create_user("nobody")
        with pytest.raises(NotAllowed):
            write_scenario(
                by=nobody, reason="A try", title="Mine", summary="Mine.",
                organisation=bob.organisation, draft=False,
                steps=[StepWritten("First", "decides", ["lease"])],
            )  # fmt: skip
        shipped = Scenario.objects.get(key="reducing-inequalities")
        administrator = User.objects.create_superuser("root")
        for somebody in (nobody, administrator):
            with pytest.raises(NotAllowed):
                remove_scenario(by=somebody, reason="A try", scenario=shipped)

    def test_two_of_one_title_have_addresses_of_their_own(self, bob: Edition) -> None:
        administrator = User.objects.create_superuser("root")
        keys = [
            write_scenario(
                by=administrator, reason="A try", title="Flood!", summary="Water.",
                organisation=of, draft=False, steps=[StepWritten("First", "decides", ["lease"])],
            ).key
            for of in (bob.organisation, bob.organisation, None)
        ]  # fmt: skip
        assert keys == ["bob-icb-flood", "bob-icb-flood-2", "any-flood"]


def test_every_statement_of_a_real_edition_can_be_asked(bob: Edition) -> None:
    """All eight run on an edition for which none was written, without a scheme."""
    reports = run_all(
        scenarios=list(scenarios_for(viewer=PUBLIC)),
        edition=bob,
        moment=Moment.of(timezone.localdate()),
    )
    assert len(reports) == 8
    assert not any(report.has_scheme for report in reports)
    shown = {each.id for report in reports for step in report.steps for each in step.found}
    assert Element.objects.filter(edition=bob, id__in=shown).count() == len(shown) > 0
