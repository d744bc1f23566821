"""Takes in the edition folders named, and invents an organisation whose lists run over a page."""

import sys
from pathlib import Path

import django

django.setup()

from opmodel.editions.actions.importing import import_edition  # noqa: E402
from opmodel.editions.actions.multiplying import multiply  # noqa: E402

for folder in sys.argv[1:]:
    import_edition(folder=Path(folder))
for _ in multiply(organisations=1, editions=1, elements=450):
    pass
