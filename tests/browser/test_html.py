"""The markup of every page, as a strict checker sees it."""

import json
import subprocess
from pathlib import Path

from tests.browser.conftest import LookAt
from tests.browser.sights import SIGHTS

TESTS = Path(__file__).parents[1]


def test_the_html_of_every_page_is_without_fault(seen: LookAt, tmp_path: Path) -> None:
    for number, sight in enumerate(SIGHTS):
        (tmp_path / f"{number:03}.html").write_text(seen(sight).html, encoding="utf-8")
    report = tmp_path / "report.json"
    done = subprocess.run(
        [
            *("node", TESTS / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"),
            *("--config", TESTS / ".htmlvalidate.mjs", f"--formatter=json={report}"),
            tmp_path / "*.html",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert report.exists(), done.stdout
    faults = [
        (SIGHTS[int(Path(file["filePath"]).stem)].name, fault["ruleId"], fault["message"])
        for file in json.loads(report.read_text())
        for fault in file["messages"]
    ]
    assert faults == []
    assert done.returncode == 0, done.stdout
