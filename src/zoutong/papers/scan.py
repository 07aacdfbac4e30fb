"""Knows how a paper is shown to a virus scanner, and what follows from its answer."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

Standing = Literal["clean", "waiting", "unchecked"]
"""Of a paper that is kept: looked at and clean; waiting for the check (a scanner is set but did not answer); or no scanner is set."""


@dataclass(frozen=True, slots=True)
class Clean:
    """The scanner looked to the end and found nothing."""


@dataclass(frozen=True, slots=True)
class Infected:
    """The scanner found something, and calls it so."""

    name: str


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Nobody looked, or not to the end, and why; never taken for clean."""

    reason: str


Verdict = Clean | Infected | Unavailable


class Scanner(Protocol):
    """What looks at the plain content of a paper."""

    def scan(self, content: Iterable[bytes]) -> Verdict:
        """Look at a content given in pieces; never raises for what is in it or for a scanner that is away."""
        ...


def may_download(standing: str) -> bool:
    """Tell whether staff may open a paper: not while it waits for a check that the bureau has asked for."""
    return standing in ("clean", "unchecked")


@dataclass(frozen=True, slots=True)
class Clamd:
    """A clamd daemon, asked by INSTREAM over a Unix socket (``path``) or TCP (``host``, ``port``)."""

    path: Path | None = None
    host: str = "127.0.0.1"
    port: int = 3310
    seconds: float = 30.0
    """For the whole conversation, however slowly the daemon drips its answer."""

    def scan(self, content: Iterable[bytes]) -> Verdict:
        """Send the content in pieces, each with its length, and read the one line of the answer."""
        until = time.monotonic() + self.seconds
        try:
            with self._connect() as talk:
                return self._told(self._talk(talk, content, until))
        except TimeoutError:
            return Unavailable(f"no answer within {self.seconds:g} s")
        except OSError as trouble:
            return Unavailable(trouble.strerror or type(trouble).__name__)

    def _connect(self) -> socket.socket:
        if self.path is None:
            return socket.create_connection((self.host, self.port), timeout=self.seconds)
        talk = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        talk.settimeout(self.seconds)
        try:
            talk.connect(str(self.path))
        except OSError:
            talk.close()
            raise
        return talk

    def _talk(self, talk: socket.socket, content: Iterable[bytes], until: float) -> bytes:
        answer = b""
        try:
            _patience(talk, until)
            talk.sendall(b"zINSTREAM\0")
            for piece in content:
                if piece:
                    _patience(talk, until)
                    talk.sendall(len(piece).to_bytes(4, "big") + piece)
            talk.sendall(b"\0\0\0\0")
        except (BrokenPipeError, ConnectionResetError):
            # A daemon that has had enough (its own size limit) says so and hangs up while we still send.
            pass
        while not answer.endswith(b"\0") and len(answer) < 4096:
            _patience(talk, until)
            some = talk.recv(1024)
            if not some:
                break
            answer += some
        return answer.rstrip(b"\0\r\n")

    def _told(self, answer: bytes) -> Verdict:
        text = answer.decode("utf-8", "replace").removeprefix("stream:").strip()
        if text == "OK":
            return Clean()
        if text.endswith(" FOUND"):
            return Infected(text.removesuffix(" FOUND"))
        return Unavailable(text or "the scanner hung up without an answer")


def _patience(talk: socket.socket, until: float) -> None:
    """Leave the socket only the time that is left of the whole."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    talk.settimeout(left)


def scanner_at(address: str, seconds: float = 30.0) -> Scanner | None:
    """Make the scanner that a setting names: ``clamd:/run/clamav/clamd.ctl``, ``clamd:host:3310``; None for an empty one.

    Fault ``paper.scanner`` for anything else.
    """
    if not address:
        return None
    word, _, place = address.partition(":")
    host, _, port = place.rpartition(":")
    if word == "clamd" and place.startswith("/"):
        return Clamd(path=Path(place), seconds=seconds)
    if word == "clamd" and host and port.isdecimal() and 0 < int(port) < 65536:
        return Clamd(host=host, port=int(port), seconds=seconds)
    raise Fault(
        "paper.scanner",
        Words(f"病毒检查的设置“{address}”看不懂。", f"The setting of the virus scanner “{address}” cannot be understood."),
        cure=Words("写成 clamd:/run/clamav/clamd.ctl 或 clamd:主机:3310。", "Write clamd:/run/clamav/clamd.ctl or clamd:host:3310."),
    )
