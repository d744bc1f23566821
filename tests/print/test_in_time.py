"""Comparisons and histories on paper."""

from __future__ import annotations

import page
import pytest

from tests.print.conftest import Get
from tests.print.reading import opened

BOB = "/bob-icb/bob-icb-2024-09"
BESIDE = f"{BOB}/compare/bob-ics-sdp-2022-03.pdf"
DOCUMENTS = {
    "comparison": f"{BESIDE}?kind=post",
    "comparison as a schedule": f"{BESIDE}?kind=collaborative&as=schedule",
    "comparison of the same": f"{BOB}/compare/bob-icb-2024-09.pdf",
    "comparison of hostile names": (
        "/frimley-icb/frimley-icb-hostile/compare/thames-valley-large.pdf?kind=function"
    ),
    "history": f"{BOB}/posts/chief-executive/history.pdf",
    "history of hostile names": "/frimley-icb/frimley-icb-hostile/functions/function-1/history.pdf",
}
every_document = pytest.mark.parametrize("address", DOCUMENTS.values(), ids=DOCUMENTS)


@every_document
def test_it_keeps_to_the_accessibility_standard(address: str, get: Get) -> None:
    report = page.validate_pdf_bytes(get(address), profile="ua1")
    assert report.is_compliant, [(fault.rule_id, fault.message) for fault in report.failures]


@every_document
def test_it_tells_its_title_and_its_language(address: str, get: Get) -> None:
    document = opened(get(address))
    assert str(document.Root.Lang) == "en-GB"
    assert str(document.docinfo["/Title"]).startswith("What changed") or " through time – " in str(
        document.docinfo["/Title"]
    )
