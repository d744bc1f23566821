#!/usr/bin/env python3
"""Runs the registry's commands: `manage.py help` lists them."""

import os
import sys

# What changes the schema runs as the database role that owns it, the rest as the application's.
OWNER_COMMANDS = {"migrate", "prepare"}


def main() -> None:
    if sys.argv[1:2] and (sys.argv[1] in OWNER_COMMANDS or sys.argv[1:3] == ["audit", "redact"]):
        os.environ.setdefault("OPMODEL_AS_OWNER", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opmodel.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
