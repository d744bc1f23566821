"""The registry's settings, for pytest run bare: `script/test` says all of this by itself."""

import os
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only for tests, and the same in each of their processes")
os.environ.setdefault("OPMODEL_DEMO", "1")
os.environ.setdefault("OPMODEL_VAR", str(Path(__file__).parents[1] / "var" / "test"))

from opmodel.config.settings import *  # noqa: F403
from opmodel.config.settings import STATIC_ROOT, STORAGES

# Pages are tested without collecting static files first; the browser's tests do, as a server does.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
