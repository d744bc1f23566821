"""The lock files: complete, in step with each other, and free of any registry's address."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted(ROOT.glob("requirements*.lock"))


def versions(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)==(\S+)", lock.read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    packages = re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]
    assert len(packages) == len(versions(lock))
    assert [package for package in packages if "--hash=sha256:" not in package] == []


def test_tests_run_with_the_versions_that_are_deployed() -> None:
    deployed = versions(ROOT / "requirements.lock")
    tested = versions(ROOT / "requirements-dev.lock")
    assert {name: tested.get(name) for name in deployed} == deployed


def test_node_packages_have_hashes_and_no_address() -> None:
    for lock in ROOT.glob("tests/package-lock.json"):
        packages = json.loads(lock.read_text())["packages"]
        locked = [about for name, about in packages.items() if name]
        assert [about for about in locked if "resolved" in about or "integrity" not in about] == []
