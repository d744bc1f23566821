"""What the worker does by itself."""

from procrastinate.contrib.django import app

from .actions.uploading import forget_old


@app.periodic(cron="27 4 * * *")
@app.task(queueing_lock="forget_workbooks")
def forget_workbooks(timestamp: int) -> None:  # noqa: ARG001 (it is told when)
    """Every night: forgets workbooks that were sent and kept for a day."""
    forget_old()
