"""What the worker does by itself."""

from django.utils import timezone
from procrastinate.contrib.django import app

from opmodel.editions.moments import Moment

from .counting import keep_missing


@app.periodic(cron="7 4 * * *")
@app.task(queueing_lock="count_findings")
def count_findings(timestamp: int) -> None:  # noqa: ARG001 (it is told when)
    """Every night: counts what is wrong with editions published since."""
    keep_missing(moment=Moment.of(timezone.localdate()))
