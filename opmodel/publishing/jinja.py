"""The Jinja environment of all pages and documents."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup, escape

from . import words
from .beside import comments_on, waits_for
from .styles import style_block
from .time_bar import STANDINGS


def environment(**options: Any) -> Environment:
    """The environment for Django's Jinja2 backend, with the NHS design system's macros."""
    options["loader"] = ChoiceLoader([options["loader"], PackageLoader("nhsuk_frontend_jinja")])
    # The NHS macros ask for parts of parameters nobody passed, such as `params.logo.alt`.
    options["undefined"] = ChainableUndefined
    # Text is text: nothing that comes from data is ever markup.
    options["autoescape"] = True
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    env = Environment(**options)  # noqa: S701  (switched on above)
    env.globals.update(
        static=static, url=url, style_block=style_block, standings=STANDINGS, NHSUK_VERSION="10.6.1"
    )
    env.globals.update(comments_on=comments_on, waits_for=waits_for)
    env.filters.update(
        day=words.day,
        moment=words.moment,
        amount=words.amount,
        counted=words.counted,
        recorded=recorded,
    )
    return env


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def recorded(value: Any, words_for_nothing: str = words.NOT_RECORDED) -> Markup:
    """The value, or visibly and in words that the source does not say."""
    if value is None or value in ("", (), []):
        return Markup('<span class="app-not-recorded">{}</span>').format(words_for_nothing)
    return escape(value)
