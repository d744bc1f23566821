"""Ports of this machine that a test's server may listen on."""

import random
import socket
from typing import Final

HOST: Final = "127.0.0.1"

LISTENED_ON: Final = range(15_000, 32_000)
"""Below the ports that systems give to outgoing connections (from 32,768, Linux; from 49,152, RFC
6335): one of those can be gone between being found free and being listened on."""


def free_port() -> int:
    """A port that nothing listens on now, and that no outgoing connection will be given."""
    while True:
        port = random.choice(LISTENED_ON)
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
        return port
