"""What the worker does by itself."""

import logging

from django.core.management import call_command
from procrastinate.contrib.django import app

from .actions.verifying import verify_editions

log = logging.getLogger(__name__)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="verify_published_editions")
def verify_published_editions(timestamp: int) -> None:  # noqa: ARG001 (it is told when)
    """Every night: says in the log which published editions are not what was published."""
    for verified in verify_editions():
        if not verified.is_whole:
            log.error(
                "Edition %s was published as %s and now reads as %s.",
                verified.edition.slug,
                verified.edition.digest,
                verified.found,
            )


@app.periodic(cron="47 3 * * *")
@app.task(queueing_lock="forget_ended_sessions")
def forget_ended_sessions(timestamp: int) -> None:  # noqa: ARG001 (it is told when)
    """Every night: removes sessions that are over."""
    call_command("clearsessions")
