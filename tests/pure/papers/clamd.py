"""Knows a small daemon that speaks clamd's INSTREAM, for tests."""

import socket
import threading
from contextlib import contextmanager

from tests.pure.papers.samples import EICAR


@contextmanager
def daemon(path=None, mood="sound"):
    """Serve at a free port (or a Unix socket): ``sound``, ``silent``, ``limit`` (has a size limit), ``rude`` (hangs up), ``drip``."""
    if path:
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        server.bind(str(path))
    else:
        server = socket.create_server(("127.0.0.1", 0))
    server.listen()
    over = threading.Event()

    def exactly(talk, n):
        data = b""
        while len(data) < n:
            some = talk.recv(n - len(data))
            if not some:
                raise ConnectionError
            data += some
        return data

    def answer(talk):
        with talk:
            if mood == "rude":
                return
            assert exactly(talk, 10) == b"zINSTREAM\0"
            seen = b""
            while length := int.from_bytes(exactly(talk, 4), "big"):
                seen += exactly(talk, length)
                if mood == "limit" and len(seen) > 1000:
                    talk.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                    return
            if mood == "silent":
                over.wait(10)
                return
            if mood == "drip":
                for letter in b"stream: O" * 100:
                    if over.wait(0.05):
                        return
                    talk.sendall(bytes([letter]))
            talk.sendall(b"stream: Eicar-Signature FOUND\0" if EICAR in seen else b"stream: OK\0")

    def run():
        while not over.is_set():
            try:
                talk, _ = server.accept()
            except OSError:
                return
            try:
                answer(talk)
            except (ConnectionError, BrokenPipeError):
                continue

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield None if path else server.getsockname()[1]
    finally:
        over.set()
        server.close()
