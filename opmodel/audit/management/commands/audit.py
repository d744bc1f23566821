"""`manage.py audit`: proves the journal, signs where it stands, redacts what is due."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError

from opmodel.audit.checkpoints import (
    CheckpointRefused,
    checkpoint,
    no_longer_there,
    public_key,
    read,
)
from opmodel.audit.redacting import due, redact, redact_entry
from opmodel.audit.verifying import chains, verify

MOST_SHOWN = 200


class Command(BaseCommand):
    help = "Proves who changed what: verify, checkpoint, key, redact."

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="what", required=True)
        verifying = commands.add_parser("verify", help="Proves every record of every history.")
        _of(verifying)
        verifying.add_argument(
            "--checkpoint", type=Path, help="A file: its heads must still be in the chains."
        )
        verifying.add_argument(
            "--key", default="", help="The public key it was signed with, where not ours of now."
        )
        signing = commands.add_parser("checkpoint", help="Signs where the chains stand.")
        _of(signing)
        signing.add_argument("--to", type=Path, help="A file; otherwise it is printed.")
        commands.add_parser("key", help="Prints the public key that checkpoints are proved with.")
        redacting = commands.add_parser("redact", help="Shows what is due to be redacted.")
        _of(redacting)
        redacting.add_argument("--apply", action="store_true", help="Redacts it.")
        redacting.add_argument("--number", type=int, help="One change, whatever the rules say.")
        redacting.add_argument("--columns", default="", help="Of that change, with commas.")
        redacting.add_argument("--why", default="", help="Why that change is redacted.")

    def handle(self, *args: Any, **options: Any) -> None:
        chain = _chain(options.get("organisation"))
        match options["what"]:
            case "verify":
                self._verify(chain, options["checkpoint"], options["key"])
            case "checkpoint":
                self._checkpoint(chain, options["to"])
            case "key":
                self.stdout.write(public_key())
            case "redact":
                self._redact(chain, options)

    def _verify(self, chain: str | None, kept: Path | None, key: str) -> None:
        heads = None
        if kept is not None:
            try:
                heads = read(kept.read_text(), key=key)
            except (CheckpointRefused, OSError) as error:
                raise CommandError(f"{kept}: {error}") from error
        verdict = verify(chain=chain)
        for fault in verdict.faults[:MOST_SHOWN]:
            self.stdout.write(f"{fault.what.upper()} {fault}")
        if len(verdict.faults) > MOST_SHOWN:
            self.stdout.write(f"… and {len(verdict.faults) - MOST_SHOWN:,} more.")
        gone = no_longer_there(heads, chain=chain) if heads else []
        for head in gone:
            whose = head.chain or "the registry"
            self.stdout.write(
                f"REWRITTEN {whose}, number {head.number}: the chain no longer holds the head "
                "that was signed."
            )
        if heads is not None and not gone:
            self.stdout.write(f"The chains hold all {len(heads)} heads of {kept}.")
        told = f"{verdict.proved:,} records proved, {verdict.redacted:,} of them redacted."
        if gone or not verdict.is_whole:
            faults = len(verdict.faults) + len(gone)
            raise CommandError(f"{told} {faults:,} wrong.")
        self.stdout.write(told)

    def _checkpoint(self, chain: str | None, to: Path | None) -> None:
        text = json.dumps(checkpoint(chain=chain), indent=1)
        if to is None:
            self.stdout.write(text)
        else:
            to.write_text(f"{text}\n")

    def _redact(self, chain: str | None, options: dict[str, Any]) -> None:
        try:
            if options["number"]:
                self._redact_one(chain, options)
                return
            count = 0
            for each in list(due()):
                if chain not in (None, each.chain):
                    continue
                count += 1
                whose = each.chain or "the registry"
                told = f"{whose}, number {each.number}: {', '.join(each.columns)}"
                if options["apply"]:
                    redact(each)
                self.stdout.write(f"{told}. {each.rule.why}")
            done = "redacted" if options["apply"] else "due; --apply redacts them"
            self.stdout.write(f"{count:,} records {done}.")
        except ProgrammingError as error:
            raise CommandError(
                "Only the role that owns the tables may redact. Set DATABASE_OWNER_URL."
            ) from error

    def _redact_one(self, chain: str | None, options: dict[str, Any]) -> None:
        columns = [name for name in options["columns"].split(",") if name]
        if chain is None or not columns or not options["why"].strip():
            raise CommandError("Say of which organisation, which columns, and why.")
        noted = redact_entry(
            chain=chain, number=options["number"], columns=columns, why=options["why"].strip()
        )
        if noted is None:
            raise CommandError("That change has nothing personal in those columns.")
        self.stdout.write(f"Redacted; number {noted} says so.")


def _of(parser: Any) -> None:
    parser.add_argument(
        "--organisation", help="Only this one, by its slug; “registry” for what belongs to none."
    )


def _chain(named: str | None) -> str | None:
    if named is None:
        return None
    chain = "" if named == "registry" else named
    if chain not in chains():
        raise CommandError(f"Nothing is journalled of “{named}”.")
    return chain
