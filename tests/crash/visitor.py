"""Somebody at the registry's pages: signs in by the demo's click, and sends forms."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from house.web import HOST

PATIENCE = 300


class NoAnswer(Exception):
    """Raised where the connection broke before an answer came."""


@dataclass
class Visitor:
    """A browser without scripts."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, address: str) -> tuple[int, str]:
        """Status and page."""
        return self._ask("GET", address)

    def post(self, address: str, form: dict[str, str]) -> tuple[int, str]:
        """Status and page of what a form leads to, without following on."""
        body = urlencode(form | {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})
        return self._ask("POST", address, body)

    def sign_in(self, persona: str) -> None:
        """By one click, as in the demo."""
        self.get("/sign-in/")
        status, page = self.post("/sign-in/demo/", {"persona": persona})
        if status != 302:
            raise RuntimeError(f"Signing in was answered with {status}: {page[:300]}")

    def _ask(self, method: str, address: str, body: str = "") -> tuple[int, str]:
        line = HTTPConnection(HOST, self.port, timeout=PATIENCE)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://{HOST}:{self.port}",
        }
        try:
            line.request(method, address, body=body or None, headers=headers)
            answer = line.getresponse()
            page = answer.read().decode()
        except (OSError, HTTPException) as error:
            raise NoAnswer(str(error)) from error
        finally:
            line.close()
        for header in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value
        return answer.status, page


def value_of(page: str, name: str) -> str:
    """What a hidden field of a page holds."""
    found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', page)
    if found is None:
        raise RuntimeError(f"The page has no field {name}.")
    return unescape(found[1])
