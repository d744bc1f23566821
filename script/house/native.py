"""The native libraries that WeasyPrint draws PDF with."""

import ctypes

from house import apt
from house.steps import Halt, say, step

# What WeasyPrint opens, by the Debian package that brings it.
LIBRARIES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz0b": "libharfbuzz.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
    "libfontconfig1": "libfontconfig.so.1",
}


def missing() -> list[str]:
    """The Debian packages whose library can't be opened here."""
    return [package for package, library in LIBRARIES.items() if not opens(library)]


def see_to() -> None:
    """Installs what is missing where this user may; else says what to run, and goes on."""
    packages = missing()
    if not packages:
        return
    with step("Native libraries for PDF") as under_way:
        try:
            installed = apt.install(*packages)
        except Halt as fault:
            installed = False
            say(str(fault))
        under_way.outcome = "installed" if installed else "missing: going on without PDF"
    if not installed:
        say(f"  For PDF, run this once and start again:\n    {apt.line(*packages)}")


def opens(library: str) -> bool:
    """Whether a program here could load *library*."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
