"""Visitors without cookies, whom answers are remembered for."""

from typing import Any

from django.test import Client


class Visitor(Client):
    """A browser that was never here: unlike Django's, it sends no header for cookies it lacks."""

    def _base_environ(self, **request: Any) -> dict[str, Any]:
        environ = super()._base_environ(**request)
        if not self.cookies:
            del environ["HTTP_COOKIE"]
        return environ
