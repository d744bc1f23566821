"""`manage.py prepare` makes a server ready, and a second time changes nothing."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import CommandError, call_command

from opmodel.access.models import Grant, User
from opmodel.access.rights import may
from opmodel.access.roles import CHANGE_DRAFTS, VIEW_DRAFTS
from opmodel.editions.models import Edition, Generation
from opmodel.publishing.management.commands import prepare

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of its own for what `prepare` makes, and a small style sheet to collect."""
    sheets = tmp_path / "sheets"
    sheets.mkdir()
    (sheets / "registry.css").write_text("body { color: black }")
    settings.DEMO = True
    settings.VAR = tmp_path / "var"
    settings.STATIC_ROOT = settings.VAR / "static"
    settings.STATICFILES_DIRS = [sheets]
    return Path(settings.VAR)


def run(**options: Any) -> str:
    said = io.StringIO()
    call_command("prepare", stdout=said, **options)
    return said.getvalue()


def rows() -> dict[str, list[str]]:
    """Every row there is."""
    return {
        model._meta.label: sorted(
            serializers.serialize("jsonl", model._base_manager.all()).splitlines()
        )
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
    }


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file there is, with when it was written."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_second_time_changes_nothing(bob: Edition, var: Path) -> None:
    run()
    before, written = rows(), files(var)
    assert any(name.startswith("static/registry") for name in written)
    run()
    assert rows() == before
    assert {name: content for name, (content, _) in files(var).items()} == {
        name: content for name, (content, _) in written.items()
    }
    collected = [name for name in written if name.startswith("static/")]
    assert {name: files(var)[name] for name in collected} == {
        name: written[name] for name in collected
    }, "not even written anew"


def test_it_says_how_long_each_step_took(bob: Edition) -> None:
    steps = [line.split(":")[0] for line in run().splitlines()]
    assert steps == [
        "Database schema",
        "Reference data and editions",
        "Demo personas",
        "Style sheets, scripts and fonts",
    ]


def test_every_edition_shipped_is_there_afterwards(bob: Edition) -> None:
    run()
    shipped = {path.parent.name for path in prepare.FIXTURES.glob("*/edition.yaml")}
    assert set(Edition.objects.values_list("slug", flat=True)) == shipped


def test_an_edition_that_is_there_is_left_as_it_is(bob: Edition, var: Path) -> None:
    digest = bob.digest
    run()
    (var / "fixtures.stamp").unlink()  # as after a new version of the registry
    run()
    assert Edition.objects.get(slug=bob.slug).digest == digest


class TestPersonas:
    def test_there_is_one_for_each_role_and_a_second_editor(self, bob: Edition) -> None:
        run()
        assert {user.username for user in User.objects.all()} == {
            *("reader", "contributor", "partner", "editor", "second-editor"),
            *("reviewer", "secretary", "administrator"),
        }
        assert may(User.objects.get(username="reader"), VIEW_DRAFTS, bob.organisation)
        assert not may(User.objects.get(username="reader"), CHANGE_DRAFTS, bob.organisation)
        assert may(User.objects.get(username="second-editor"), CHANGE_DRAFTS, bob.organisation)
        units = Grant.objects.exclude(unit=None).values_list("user__username", "unit__key")
        assert set(units) == {
            ("contributor", "tarnwold"),
            ("partner", "north-marlshire-hospitals"),
        }

    def test_passwords_of_former_versions_open_nothing(self, bob: Edition) -> None:
        User.objects.create_user("reader", password="printed once at the start")
        run()
        assert not any(user.has_usable_password() for user in User.objects.all())

    def test_a_live_service_has_none(self, bob: Edition, settings: Any) -> None:
        settings.DEMO = False
        run()
        assert not User.objects.exists()


def test_a_fixture_that_is_wrong_is_told_and_nothing_is_loaded(
    reference: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fixtures" / "reference").mkdir(parents=True)
    broken = tmp_path / "fixtures" / "broken"
    broken.mkdir()
    (broken / "edition.yaml").write_text("edition: {slug: broken}")
    monkeypatch.setattr(prepare, "FIXTURES", tmp_path / "fixtures")
    before = Generation.objects.get().number
    with pytest.raises(CommandError, match="“title” is missing"):
        run()
    assert not Edition.objects.filter(slug="broken").exists()
    assert Generation.objects.get().number == before


def test_editions_are_loaded_after_those_they_are_based_on(tmp_path: Path) -> None:
    for slug, base in (("a", "b"), ("b", "c"), ("c", ""), ("d", "d")):
        folder = tmp_path / slug
        folder.mkdir()
        based_on = f", based_on: {base}" if base else ""
        (folder / "edition.yaml").write_text(f"edition: {{slug: {slug}{based_on}}}")
    abouts = sorted(tmp_path.glob("*/edition.yaml"))
    assert [about.parent.name for about in prepare._in_order(abouts)] == ["c", "b", "a", "d"]
