"""The registry as it is served, and beside it, in the same processes, what it is compared with.

What it is compared with gets the middleware that Django gives every new project and nothing of
ours: no memory of answers to profit from, no policy of content security to wait for.
"""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opmodel.config.settings")
os.environ["OPMODEL_URLS"] = "tests.bench.urls"

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

DJANGOS_OWN = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

_registry = get_wsgi_application()
with override_settings(MIDDLEWARE=DJANGOS_OWN):
    _peers = WSGIHandler()


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """Either of the two, by the address."""
    handler = _peers if environ["PATH_INFO"].startswith("/peers/") else _registry
    return handler(environ, start_response)
