"""What the worker does by itself."""

import logging

from procrastinate.contrib.django import app

from .verifying import verify

log = logging.getLogger(__name__)


@app.periodic(cron="27 3 * * *")
@app.task(queueing_lock="verify_the_journal")
def verify_the_journal(timestamp: int) -> None:  # noqa: ARG001 (it is told when)
    """Every night: says in the log which records of history are not what was recorded."""
    verdict = verify()
    for fault in verdict.faults:
        log.error("Audit: %s %s", fault.what, fault)
    log.info("Audit: %s records proved, %s redacted.", verdict.proved, verdict.redacted)
