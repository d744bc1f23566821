"""The sample's edition of April 2025, which most workbooks here are read against."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from openpyxl import Workbook

from opmodel.editions.models import Edition
from opmodel.workbooks.base import Base
from opmodel.workbooks.preview import Preview, preview

from .typed import saved

Read = Callable[..., Preview]


@pytest.fixture(scope="module")
def marlshire(samples: dict[str, Edition]) -> Edition:
    return samples["marlshire-icb-2025-04"]


@pytest.fixture(scope="module")
def base(marlshire: Edition, django_db_blocker: object) -> Base:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        return Base.of(marlshire)


@pytest.fixture
def read(base: Base, db: None) -> Read:
    """`read(book)`: the preview of a workbook, or of bytes under a name."""

    def of(book: Workbook | bytes, name: str = "scheme.xlsx", **choices: str) -> Preview:
        data = saved(book) if isinstance(book, Workbook) else book
        return preview(name=name, data=data, base=base, choices=choices.get("choices", {}))  # type: ignore[arg-type]

    return of
