"""Who and what the tests are about: reference data, BOB ICB's edition, a draft of it, and people.

The reference data and BOB ICB's edition are loaded once, when the test database is made. Each test
runs in a transaction that is rolled back, and a published edition cannot change: so every test
finds them as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any, Final

import hypothesis
import pytest
import yaml
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.test import Client
from pytest_django.plugin import blocking_manager_key
from xdist.scheduler import LoadScopeScheduling

from opmodel.access.grants import grant
from opmodel.access.models import UnitKind, User
from opmodel.access.roles import (
    ADMINISTRATOR,
    CONTRIBUTOR,
    EDITOR,
    PARTNER,
    READER,
    REVIEWER,
    SECRETARY,
    Role,
)
from opmodel.access.units import unit_of
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.actions.importing import import_edition
from opmodel.editions.folder.reference import load_reference
from opmodel.editions.models import Edition, Organisation
from opmodel.editions.viewer import MACHINE, PUBLIC, Viewer

from .signing_in import sign_in

FIXTURES = Path(__file__).parents[1] / "fixtures"
APPLICATION_ROLE = "opmodel_app"

# The same examples in every run, so that a failure is the change's own; `script/test
# --hypothesis-profile=explore` looks further.
hypothesis.settings.register_profile(
    "every-run", deadline=None, derandomize=True, database=None, max_examples=60
)
hypothesis.settings.register_profile("explore", deadline=None, database=None, max_examples=2000)
hypothesis.settings.load_profile("every-run")


class ByWhatIsShared(LoadScopeScheduling):
    """Tests that share something costly stay in one process, where several run.

    The browser's tests share a registry that is served and every look at a page; others share at
    most what their file has loaded.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, _ = nodeid.partition("::")
        return "tests/browser" if file.startswith("tests/browser/") else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Which of several processes runs which tests."""
    return ByWhatIsShared(config, log)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Tests run as the owner, who makes the database; the application has a role of its own."""
    settings.DATABASE_ROLE = APPLICATION_ROLE


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database, with the reference data and BOB ICB's edition in it."""
    with django_db_blocker.unblock():
        _load()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, None, None]:
    """A test with transactions of its own empties the database: it is filled for those after it."""
    yield
    marker = item.get_closest_marker("django_db")
    # After the last test the database is gone.
    if nextitem is not None and marker is not None and marker.kwargs.get("transaction"):
        with item.config.stash[blocking_manager_key].unblock():
            _load()


def _load() -> None:
    if not Organisation.objects.exists():
        load_reference(folder=FIXTURES / "reference")
    if not Edition.objects.filter(slug="bob-icb-2024-09").exists():
        import_edition(folder=FIXTURES / "bob-icb-2024-09")


@pytest.fixture
def reference(db: None) -> None:
    """Organisations, their codes and successions, and levels."""
    _load()  # A test with transactions of its own leaves an empty database behind.


@pytest.fixture
def bob(reference: None) -> Edition:
    """BOB ICB's operating model of September 2024, adopted."""
    return Edition.objects.select_related("organisation").get(slug="bob-icb-2024-09")


SAMPLES = ("marlshire-icb-2025-04", "eastmoor-icb-2025-04")


@pytest.fixture(scope="module")
def samples(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Edition]]:
    """The handbooks of Marlshire and Eastmoor by slug; gone after the last test of a file.

    Tests that ask for them are marked `django_db`: for others no test database is made.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        assert str(connection.settings_dict["NAME"]).startswith("test_")
        _load()
        for slug in SAMPLES:
            import_edition(folder=FIXTURES / slug)
        found = Edition.objects.select_related("organisation").filter(slug__in=SAMPLES)
        yield {edition.slug: edition for edition in found}
        transaction.set_rollback(True)


@pytest.fixture
def draft(bob: Edition) -> Edition:
    """A draft of BOB ICB that holds what its edition of September 2024 holds."""
    return open_draft(
        based_on=bob, slug="bob-icb-draft", title="Our Operating Model (draft)", label="Draft"
    )


@dataclass(frozen=True)
class Person:
    """Somebody who asks: signed in, unless they are anonymous."""

    user: User | None
    client: Client
    viewer: Viewer


class People:
    """One person of each role there is, and some whose role is elsewhere; made when asked for.

    Going through them gives four who see most and least: anybody, a reader, a reader of another
    organisation, an administrator of the whole registry. `everyone` gives all, by name.
    """

    HERE: Final = "bob-icb"
    ELSEWHERE: Final = "frimley-icb"
    OWN: Final = (UnitKind.PLACE, "oxfordshire")
    """The contributor's unit."""
    OTHER: Final = (UnitKind.PLACE, "buckinghamshire")
    """Another's of the same organisation."""
    BODY: Final = (UnitKind.BODY, "oxford-health")
    """The partner's."""

    def __iter__(self) -> Iterator[Person]:
        return iter((self.anonymous, self.reader, self.outsider, self.administrator))

    def everyone(self) -> dict[str, Person]:
        """All of them, by what they are called here."""
        return {
            name: getattr(self, name)
            for name, made in vars(People).items()
            if isinstance(made, cached_property)
        }

    @cached_property
    def anonymous(self) -> Person:
        return Person(None, Client(), PUBLIC)

    @cached_property
    def outsider(self) -> Person:
        return _signed_in("outsider", READER, self.ELSEWHERE)

    @cached_property
    def reader(self) -> Person:
        return _signed_in("reader", READER, self.HERE)

    @cached_property
    def contributor(self) -> Person:
        return _signed_in("contributor", CONTRIBUTOR, self.HERE, self.OWN)

    @cached_property
    def contributor_elsewhere(self) -> Person:
        return _signed_in("contributor-elsewhere", CONTRIBUTOR, self.HERE, self.OTHER)

    @cached_property
    def editor(self) -> Person:
        return _signed_in("editor", EDITOR, self.HERE)

    @cached_property
    def editor_elsewhere(self) -> Person:
        return _signed_in("editor-elsewhere", EDITOR, self.ELSEWHERE)

    @cached_property
    def reviewer(self) -> Person:
        return _signed_in("reviewer", REVIEWER, self.HERE)

    @cached_property
    def secretary(self) -> Person:
        return _signed_in("secretary", SECRETARY, self.HERE)

    @cached_property
    def partner(self) -> Person:
        return _signed_in("partner", PARTNER, self.HERE, self.BODY)

    @cached_property
    def granter(self) -> Person:
        """An administrator of one organisation, who grants roles in it."""
        return _signed_in("granter", ADMINISTRATOR, self.HERE)

    @cached_property
    def administrator(self) -> Person:
        """An administrator of the whole registry."""
        return _signed_in("administrator", ADMINISTRATOR)


@pytest.fixture
def people(reference: None) -> People:
    """Anybody; people of every role in BOB ICB; some whose role is elsewhere; an administrator."""
    return People()


def _signed_in(
    name: str, role: Role, organisation: str = "", unit: tuple[str, str] | None = None
) -> Person:
    user = User.objects.create_user(username=name)
    on = Organisation.objects.get(slug=organisation) if organisation else None
    if unit is not None and on is not None:
        grant(role=role, to=user, unit=unit_of(on, *unit))
        viewer = Viewer(units=frozenset({(organisation, str(unit[0]), unit[1])}))
    else:
        grant(role=role, to=user, organisation=on)
        viewer = Viewer(drafts_of=frozenset({organisation})) if organisation else MACHINE
    client = Client()
    sign_in(client, user)
    return Person(user, client, viewer)


AsApplication = Callable[[], AbstractContextManager[CursorWrapper]]


@pytest.fixture
def as_application(db: None) -> AsApplication:
    """`with as_application() as cursor`: the database knows us by the application's role only."""
    return application_role


@contextmanager
def application_role() -> Iterator[CursorWrapper]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APPLICATION_ROLE}")
        yield cursor
        # After an error the savepoint's end takes the role back.
        cursor.execute("SET LOCAL ROLE NONE")


Undone = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def undone(reference: None) -> Undone:
    """`with undone():` whatever is written in the block is rolled back at its end."""

    @contextmanager
    def rolled_back() -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return rolled_back


FolderOf = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> FolderOf:
    """`folder(directorates="…")`: an edition folder with these files, as text or as data.

    `edition.yaml` is made up where none is given; what is given as None is left out.
    """
    number = count(1)

    def make(**files: str | bytes | dict[str, Any] | None) -> Path:
        path = tmp_path / f"edition-{next(number)}"
        path.mkdir()
        for name, content in ({"edition": EDITION} | files).items():
            if content is None:
                continue
            (path / f"{name}.yaml").write_bytes(as_bytes(content))
        return path

    return make


def as_bytes(content: str | bytes | dict[str, Any]) -> bytes:
    match content:
        case bytes():
            return content
        case str():
            return content.encode()
        case _:
            return yaml.safe_dump(content, sort_keys=False, allow_unicode=True).encode()


EDITION = {
    "edition": {
        "slug": "test-edition",
        "organisation": "bob-icb",
        "title": "A model to try things with",
        "label": "Trial",
    },
    "sources": [{"key": "paper", "title": "The paper"}],
}
"""A draft without elements, with one source to cite."""
