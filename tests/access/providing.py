"""A provider of identities that runs beside the tests: panva's `oidc-provider`, in Node."""

from __future__ import annotations

import html
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

import requests

from tests.ports import HOST, free_port

PROGRAM: Final = Path(__file__).parent / "provider" / "provider.mjs"
NODE: Final = Path(sys.executable).parent / "node"
CLIENT: Final = "registry"
SECRET: Final = "a secret between the registry and the provider of the tests"
BACK: Final = "/sign-in/organisation/back/"


@dataclass
class Provider:
    """A provider that runs: its address, and the people whom it knows."""

    issuer: str
    file: Path
    people: dict[str, dict[str, Any]] = field(default_factory=dict)

    def knows(self, login: str, *groups: str, spoilt: Any = None, **claims: Any) -> None:
        """From now on somebody is in these groups; *spoilt*: as provider.mjs says."""
        person: dict[str, Any] = {"claims": {"groups": list(groups), **claims}}
        if amr := claims.pop("amr", None):
            person["amr"] = amr
        if spoilt:
            person["spoilt"] = spoilt
        self.people[login] = person
        self.file.write_text(json.dumps(self.people))

    def sign_in(self, address: str, login: str) -> str:
        """Goes where the registry sends somebody, signs in there, and says where that leads."""
        with requests.Session() as browser:
            browser.trust_env = False
            response = browser.get(address, allow_redirects=False, timeout=10)
            while True:
                if "Location" in response.headers:
                    onwards = urljoin(response.url, response.headers["Location"])
                    if not onwards.startswith(self.issuer):
                        return onwards
                    response = browser.get(onwards, allow_redirects=False, timeout=10)
                    continue
                form = re.search(r'<form[^>]* action="([^"]+)"', response.text)
                assert form, response.text
                response = browser.post(
                    urljoin(response.url, html.unescape(form[1])),
                    {"prompt": "login", "login": login, "password": "any will do"},
                    allow_redirects=False,
                    timeout=10,
                )


@contextmanager
def providing(folder: Path, registry: str = "http://testserver") -> Iterator[Provider]:
    """A provider that runs while the block does, for the registry at that address."""
    port = free_port()
    people = folder / "people.json"
    people.write_text("{}")
    with subprocess.Popen(
        [NODE, PROGRAM, str(port), people, registry + BACK],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        # Node is started by a program of its own: both are to end.
        start_new_session=True,
    ) as running:
        try:
            assert running.stdout is not None
            assert "listening" in running.stdout.readline(), "run `npm ci` in tests/"
            yield Provider(f"http://{HOST}:{port}", people)
        finally:
            os.killpg(running.pid, signal.SIGTERM)
