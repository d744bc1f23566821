"""Style blocks that a strict content security policy lets through.

The policy allows no inline styles. What must be computed for one page, such as where the cards of a
chart stand, goes into a `<style>` block in the page's head through `style_block`, which notes the
block's SHA-256. The middleware then adds exactly those hashes to that one answer's policy. Markup
that somebody manages to smuggle into a page is still refused: it was not written by `style_block`.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from csp.constants import SELF
from django.http import HttpRequest, HttpResponseBase
from jinja2 import pass_context
from markupsafe import Markup

DIRECTIVE = "style-src"
NOTED = "style_hashes"


@pass_context
def style_block(
    context: Mapping[str, Any], css: str = "", *, caller: Callable[[], str] | None = None
) -> Markup:
    """A `<style>` block of *css*, allowed by the policy of the answer it is written into.

    Belongs in the `styles` block of a page, where the request is at hand:
    `{{ style_block(drawing.screen_css) }}` or `{% call style_block() %}…{% endcall %}`.
    """
    css = str(caller() if caller else css).strip()
    if "<" in css or "\r" in css:
        # Would end the block early, or hash differently from what browsers read.
        raise ValueError("A style block may hold neither “<” nor carriage returns.")
    request = context.get("request")
    if request is not None:
        _note(request, hash_of(css))
    return Markup(f"<style>{css}</style>")  # noqa: S704  (checked above)


def hash_of(css: str) -> str:
    """The source expression by which a policy allows this style block."""
    digest = hashlib.sha256(css.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _note(request: HttpRequest, expression: str) -> None:
    request.__dict__.setdefault(NOTED, []).append(expression)


class StyleHashMiddleware:
    """Hands the hashes to django-csp. Stands below `CSPMiddleware` in the settings' list."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        noted = request.__dict__.get(NOTED, ())
        if noted:
            update = dict(getattr(response, "_csp_update", None) or {})
            # A policy that has nothing to say of styles would otherwise allow the hashes alone.
            update[DIRECTIVE] = [SELF, *update.get(DIRECTIVE, ()), *dict.fromkeys(noted)]
            response._csp_update = update  # type: ignore[attr-defined]
        return response
