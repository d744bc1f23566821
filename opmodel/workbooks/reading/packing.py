"""The parts of a packed workbook, unpacked within bounds: a small file cannot grow without end."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from . import bounds
from .faults import Fault, WorkbookRefused

_AT_ONCE: Final = 2**16


class Package:
    """A packed file. Counts what is really unpacked: what the file says of its size may be wrong.

    Raises zipfile.BadZipFile for one that cannot be opened, WorkbookRefused for one too large.
    """

    def __init__(self, data: bytes):
        self._packed = zipfile.ZipFile(io.BytesIO(data))
        infos = self._packed.infolist()
        if len(infos) > bounds.PARTS:
            self._too_large(f"It has {len(infos):,} parts.")
        self._parts = {info.filename.lstrip("/"): info for info in infos}
        if len(self._parts) < len(infos):
            raise zipfile.BadZipFile
        if any(info.flag_bits & 1 for info in infos):
            raise WorkbookRefused(
                [
                    Fault(
                        None,
                        "The file is packed with a password.",
                        "Take the password off and send it again.",
                    )
                ]
            )
        if sum(info.file_size for info in infos if _is_read(info.filename)) > bounds.UNPACKED:
            self._too_large()
        self._left = bounds.UNPACKED

    @property
    def names(self) -> set[str]:
        return set(self._parts)

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part piece by piece. Raises KeyError where there is none of that name."""
        info = self._parts[name]
        try:
            with self._packed.open(info) as part:
                while piece := part.read(_AT_ONCE):
                    self._left -= len(piece)
                    if self._left < 0:
                        self._too_large()
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise Damaged(name) from error

    def _too_large(self, why: str = "") -> None:
        most = bounds.UNPACKED // 2**20
        raise WorkbookRefused(
            [
                Fault(
                    None,
                    f"Unpacked, the workbook is larger than the {most} MB that are read. "
                    f"{why}".strip(),
                    "Take out empty rows and sheets that are not needed, and save it again.",
                )
            ]
        )


class Damaged(Exception):
    """A part of the file cannot be unpacked or is no XML."""


def _is_read(name: str) -> bool:
    """Pictures and the like are never unpacked, so their size does not matter."""
    return name.lower().endswith((".xml", ".rels"))
