"""What somebody who wrote a folder by hand is told when something in it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from opmodel.editions.actions.importing import import_edition
from opmodel.editions.folder.checking import look_through
from opmodel.editions.folder.faults import Fault, FolderRefused
from opmodel.editions.models import Edition
from tests.conftest import FolderOf

pytestmark = pytest.mark.usefixtures("reference")

WRONG = Path(__file__).parent / "faulty"
# Each fault of that folder as it is told: file, line, path, what is wrong, what would be right.
TOLD = (WRONG / "told.txt").read_text().splitlines()


def counts() -> dict[str, int]:
    """How many rows there are in every table."""
    models = apps.get_models(include_auto_created=True)
    return {
        model._meta.label: model._base_manager.count() for model in models if model._meta.managed
    }


class TestEveryFaultAtOnce:
    def test_each_is_told_with_file_line_path_and_remedy(self, bob: Edition) -> None:
        with pytest.raises(FolderRefused) as refused:
            import_edition(folder=WRONG)
        told = [str(fault) for fault in refused.value.faults]
        assert [line for line in TOLD if not any(each.startswith(line) for each in told)] == []
        assert len(told) == len(TOLD) > 20, "one fault, one message"
        assert all(fault.remedy for fault in refused.value.faults)

    def test_nothing_is_written(self, bob: Edition) -> None:
        before = counts()
        with pytest.raises(FolderRefused):
            import_edition(folder=WRONG)
        assert counts() == before

    def test_the_command_prints_them_all_and_fails(
        self, bob: Edition, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(CommandError, match="1 of 1 folders refused"):
            call_command("import", str(WRONG))
        said = capsys.readouterr().err.splitlines()
        assert len([line for line in said if line.startswith(f"{WRONG}/")]) == len(TOLD)
        assert said[-1] == f"{WRONG}: nothing was written; {len(TOLD)} faults."


def told(folder: Path) -> list[str]:
    return [str(fault) for fault in sorted(look_through(folder)[1])]


class TestFaultsHideNoOthers:
    def test_a_fault_of_form_hides_no_wrong_reference(self, folder: FolderOf) -> None:
        assert told(folder(directorates="directorates: [{key: a, name: 5, led_by: nobody}]")) == [
            (
                "directorates.yaml:1: directorates[0].led_by: Nothing in this edition has the key"
                " “nobody”. Add it, or leave the line out."
            ),
            (
                "directorates.yaml:1: directorates[0].name: This is the number 5, not text."
                " Put it in quotes."
            ),
        ]

    def test_a_reference_to_something_wrong_in_another_way_is_no_fault_of_its_own(
        self, folder: FolderOf
    ) -> None:
        faults = told(
            folder(
                directorates="directorates: [{key: a, name: A, led_by: b}]\n"
                "posts: [{key: b, name: B, form: 7}]"
            )
        )
        assert len(faults) == 1
        assert "posts[0].form" in faults[0]

    def test_a_file_that_cannot_be_read_makes_no_reference_wrong(self, folder: FolderOf) -> None:
        faults = told(
            folder(
                directorates="posts: [",
                governance="committees: [{key: board, name: Board, chaired_by: chair}]",
            )
        )
        assert len(faults) == 1
        assert faults[0].startswith("directorates.yaml:")

    def test_a_required_reference_that_is_wrong_is_not_missing_as_well(
        self, folder: FolderOf
    ) -> None:
        faults = told(folder(directorates="remits: [{key: a, name: A, directorate: 5}]"))
        assert [line.split(": ", 2)[2] for line in faults] == [
            "This is the number 5, not text. Put it in quotes."
        ]

    def test_a_required_reference_that_is_missing_is_told_once(self, folder: FolderOf) -> None:
        for files in (
            {"directorates": "remits: [{key: a, name: A}]"},
            {
                "places": "memberships: [{key: a, name: A, of: b}]\n"
                "collaboratives: [{key: b, name: B}]"
            },
        ):
            faults = told(folder(**files))
            assert len(faults) == 1
            assert "is missing. Add it." in faults[0]


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ({"edition": None}, "edition.yaml:1: (the whole file): The folder has no edition.yaml."),
        ({"edition": ""}, "edition.yaml:1: (the whole file): This is empty, not a set"),
        ({"edition": "- a"}, "edition.yaml:1: (the whole file): This is a list, not a set"),
        ({"edition": "sources: []"}, "edition.yaml:1: (the whole file): “edition” is missing."),
        ({"edition": "edition: {}"}, "edition.yaml:1: edition: “slug” is missing."),
        ({"posts": "posts: []"}, "posts.yaml:1: (the whole file): No file of an edition has"),
        ({"places": "posts: []"}, "places.yaml:1: posts: “posts” is not known here."),
        ({"places": "places: {}"}, "places.yaml:1: places: This is a set of named values, not a l"),
        ({"places": "places: [1]"}, "places.yaml:1: places[0]: This is the number 1, not a set of"),
        (
            {"directorates": "posts: [{key: a, name: A, number: 0}]"},
            "directorates.yaml:1: posts[0].number: 0 is out of range. Use a number from 1 to 32767",
        ),
        (
            {"directorates": "posts: [{key: a, name: A, number: few}]"},
            "directorates.yaml:1: posts[0].number: This is the text “few”, not a whole number.",
        ),
        (
            {"directorates": "posts: [{key: a, name: A, optional: maybe}]"},
            "directorates.yaml:1: posts[0].optional: This is the text “maybe”, not true or false",
        ),
        (
            {"directorates": f"posts: [{{key: a, name: {'A' * 301}}}]"},
            "directorates.yaml:1: posts[0].name: This has 301 characters. At most 300 fit.",
        ),
        (
            {"directorates": "posts: [{key: a, name: A, also_known_as: [x, x]}]"},
            "directorates.yaml:1: posts[0].also_known_as: Something stands in this list twice.",
        ),
        (
            {"directorates": "posts: [{key: a, name: A, also_known_as: [x, 5]}]"},
            "directorates.yaml:1: posts[0].also_known_as[1]: This is the number 5, not text.",
        ),
        (
            {"transition": "figures: [{key: a, name: A, amount: lots}]"},
            "transition.yaml:1: figures[0].amount: “lots” does not have the right form. Write a n",
        ),
        (
            {"transition": "figures: [{key: a, name: A, amount: 12345678901234567}]"},
            "transition.yaml:1: figures[0].amount: “12345678901234567” does not have the right fo",
        ),
        (
            {"transition": "figures: [{key: a, name: A, amount: 0.00001}]"},
            "transition.yaml:1: figures[0].amount: “0.00001” does not have the right form.",
        ),
        (
            {"governance": 'delegations: [{key: a, name: A, effective_from: "2024-09"}]'},
            "governance.yaml:1: delegations[0].effective_from: “2024-09” does not have the right",
        ),
        (
            {"governance": 'delegations: [{key: a, name: A, effective_from: "2023-02-29"}]'},
            "governance.yaml:1: delegations[0].effective_from: There is no such day as “2023-02-2",
        ),
        (
            {"transition": "milestones: [{key: a, name: A, dated: by 31 February}]"},
            "transition.yaml:1: milestones[0].dated: There is no such day as “31 February”. Check",
        ),
        (
            {"transition": f"figures: [{{key: a, name: A, citations: [{{page: {'9' * 30}}}]}}]"},
            "transition.yaml:1: figures[0].citations[0].page: This has 30 characters. At most 20",
        ),
        (
            {
                "commissioning": "cycles: [{key: c, name: C}]\n"
                "responsibilities: [{key: a, name: A, cycle: c, holder: h, stages: [c]}]",
                "directorates": "teams: [{key: h, name: H}]",
            },
            "commissioning.yaml:2: responsibilities[0].stages[0]: “c” is a commissioning cycle.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_one_thing_wrong_is_one_message(
    folder: FolderOf, files: dict[str, str | None], fault: str
) -> None:
    faults = [
        line for line in told(folder(**files)) if "is missing" not in line or line.startswith(fault)
    ]
    assert [line[: len(fault)] for line in faults] == [fault]


class TestTheEditionItself:
    def with_edition(self, folder: FolderOf, **more: object) -> Path:
        stated = {"slug": "a", "organisation": "bob-icb", "title": "A", "label": "A"}
        return folder(edition={"edition": stated | more})

    def test_it_cannot_be_adopted_and_never_adopted(self, folder: FolderOf) -> None:
        adoption = {"effective_from": "2024", "recorded_at": "2024-01-01"}
        path = self.with_edition(folder, adoption=adoption, never_adopted=True)
        assert told(path) == [
            (
                "edition.yaml:9: edition.never_adopted: An edition cannot have an adoption record"
                " and be never adopted. Keep one of the two."
            )
        ]

    @pytest.mark.parametrize(
        "moment", ["2024-01-01T24:30", "0001-01-01T00:00:00+05:00", "2024-02-30"]
    )
    def test_a_moment_that_never_was_is_refused(self, folder: FolderOf, moment: str) -> None:
        adoption = {"effective_from": "2024", "recorded_at": moment}
        (fault,) = told(self.with_edition(folder, adoption=adoption))
        assert f"There is no such day as “{moment}”" in fault

    def test_its_base_must_be_of_the_same_organisation(
        self, bob: Edition, folder: FolderOf
    ) -> None:
        path = self.with_edition(folder, organisation="frimley-icb", based_on=bob.slug)
        with pytest.raises(FolderRefused, match="has no edition “bob-icb-2024-09” here"):
            import_edition(folder=path)

    def test_it_cannot_be_published_on_a_base_that_may_still_change(
        self, draft: Edition, folder: FolderOf
    ) -> None:
        adoption = {"effective_from": "2024", "recorded_at": "2024-01-01"}
        path = self.with_edition(folder, based_on=draft.slug, adoption=adoption)
        with pytest.raises(FolderRefused, match="“bob-icb-draft” is a draft here"):
            import_edition(folder=path)


class TestLastLineOfDefence:
    """What the database refuses, should the checks before it ever have a gap."""

    @pytest.mark.parametrize(
        ("files", "said"),
        [
            (
                {"directorates": "posts: [{key: a, name: A, reports_to: nobody}]"},
                "violates foreign key constraint",
            ),
            (
                {"directorates": "posts: [{key: a, name: A}, {key: a, name: B}]"},
                "violates unique constraint",
            ),
            (
                {
                    "governance": "delegations: [{key: a, name: A, effective_from: '2024-02-01',"
                    " effective_until: '2024-01-01'}]"
                },
                "violates check constraint",
            ),
            ({"directorates": f"posts: [{{key: a, name: {'A' * 301}}}]"}, "value too long"),
        ],
        ids=["reference", "key", "rule", "length"],
    )
    def test_is_put_into_words_and_nothing_is_written(
        self,
        folder: FolderOf,
        monkeypatch: pytest.MonkeyPatch,
        files: dict[str, str],
        said: str,
    ) -> None:
        monkeypatch.setattr("opmodel.editions.actions.importing.look_through", unchecked)
        before = counts()
        with pytest.raises(FolderRefused, match=said) as refused:
            import_edition(folder=folder(**files))
        (fault,) = refused.value.faults
        assert isinstance(fault, Fault)
        assert fault.message.startswith("The database refused the edition: ")
        assert counts() == before


def unchecked(path: Path, *, constraints: bool = True) -> tuple[object, list[Fault]]:
    """A look through a folder that sees no fault, whatever is asked of it."""
    from opmodel.editions.folder.reading import read  # noqa: PLC0415
    from opmodel.editions.folder.stating import folder_from  # noqa: PLC0415

    return folder_from({file.stem: read(file) for file in sorted(path.glob("*.yaml"))}), []


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FolderRefused, match="There is no such folder"):
        look_through(tmp_path / "nowhere")
