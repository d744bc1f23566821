"""The registry's settings, for pytest run bare: `script/test` says all of this by itself."""

import os
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only for tests, and the same in each of their processes")
os.environ.setdefault("OPMODEL_DEMO", "1")
os.environ.setdefault("OPMODEL_VAR", str(Path(__file__).parents[1] / "var" / "test"))

from opmodel.config.settings import *  # noqa: E402, F403
