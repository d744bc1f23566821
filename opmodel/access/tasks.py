"""What the worker does by itself about people and their roles."""

from procrastinate.contrib.django import app

from .grants import bring_all_into_line


@app.periodic(cron="7 0 * * *")
@app.task(queueing_lock="end_expired_roles")
def end_expired_roles(timestamp: int) -> None:  # noqa: ARG001 (it is told when)
    """Every night: takes away the rights of grants whose last day is over, and gives those of
    grants whose first day has come."""
    bring_all_into_line()
