"""Knows how to serve the pages: ready the database, refuse unsafe settings, print the address once it answers."""

from __future__ import annotations

import argparse
import http.client
import os
import socket
import sys
import threading
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.core.management import call_command
from django.db import DatabaseError
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from zoutong.cli import beside
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.web import served

FIRST_PORT = 8000
PORTS_TO_TRY = 50
PATIENCE_S = 60


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where to listen, and whether this is a first look."""
    parser.add_argument("--demo", action="store_true", help="a first look on this machine: plain http, no secret of your own needed")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1: this machine only)")
    parser.add_argument("--port", type=int, help=f"the port to listen on ({FIRST_PORT}; with --demo the first free one from there)")
    parser.add_argument("--workers", type=int, default=2, help="server processes (2)")


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted; Fault when settings, database or port do not allow it."""
    set_up(demo=args.demo)
    port = free_port(args.host, args.port, demo=args.demo)
    address = f"http://{'127.0.0.1' if args.host in ('0.0.0.0', '::') else args.host}:{port}/"  # noqa: S104 - compared, not bound
    threading.Thread(target=announce, args=(address,), daemon=True).start()
    companions = [beside.start("worker", *(["--demo"] if args.demo else [])), *([beside.start("demo")] if args.demo else [])]
    server = Granian(
        "zoutong.web.wsgi:application",
        address=args.host,
        port=port,
        interface=Interfaces.WSGI,
        workers=args.workers,
        blocking_threads=4,
        log_level=LogLevels.warning,
    )
    try:
        server.serve()
    finally:
        beside.stop(companions)
    return 0


def configure(*, demo: bool) -> None:
    """Say which settings are in force; Fault when a first look is asked for where real people are served."""
    if demo and os.environ.get("ZOUTONG_PRODUCTION", "0") not in ("", "0"):
        raise Fault(
            "serve.demo",
            Words("正式运行不能用 --demo。", "--demo is not for real people, and ZOUTONG_PRODUCTION is on."),
            cure=Words("去掉其中一个。", "Leave one of them out."),
        )
    os.environ.setdefault("ZOUTONG_PRODUCTION", "0" if demo else "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zoutong.web.settings")


def set_up(*, demo: bool, changing: bool = True) -> None:
    """Ready Django and its database; Fault for the first setting that real people must not be served with.

    ``changing``: bring the tables up to date, and put the version of the pack aside that new walks will stand on.
    """
    configure(demo=demo)
    django.setup()
    for message in run_checks():
        if message.level >= ERROR:
            hint = str(message.hint or "")
            raise Fault("serve.setting", Words(str(message.msg), str(message.msg)), cure=Words(hint, hint) if hint else None)
    data = Path(settings.DATA)
    if not changing:
        return
    try:
        data.mkdir(parents=True, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=0)
        served.keep_version()
        if demo:
            call_command("demo_people")
    except (OSError, DatabaseError) as trouble:
        raise Fault(
            "serve.database",
            Words(f"数据库打不开：{trouble}。", f"the database cannot be opened: {trouble}."),
            cure=Words(
                "请检查 ZOUTONG_DATA 指向的文件夹是否可写、磁盘是否已满；用 PostgreSQL 时检查 ZOUTONG_DATABASE。",
                "Check that the folder ZOUTONG_DATA is writable and the disk not full; with PostgreSQL, check ZOUTONG_DATABASE.",
            ),
            file=str(data),
        ) from None


def free_port(host: str, said: int | None, *, demo: bool) -> int:
    """Give the port that was said when it is free; for a first look the first free one. Fault when there is none."""
    tried = [said] if said is not None else range(FIRST_PORT, FIRST_PORT + (PORTS_TO_TRY if demo else 1))
    for port in tried:
        try:
            with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
                return port
        except (OSError, OverflowError) as trouble:
            number = getattr(trouble, "errno", None)
            reason = os.strerror(number) if number else str(trouble)
    raise Fault(
        "serve.port",
        Words(f"{host} 的端口 {tried[0]} 用不了：{reason}。", f"port {tried[0]} on {host} cannot be used: {reason}."),
        cure=Words("请用 --port 换一个端口。", "Choose another with --port."),
    )


def announce(address: str) -> None:
    """Print the address as soon as the pages answer there."""
    until = time.monotonic() + PATIENCE_S
    host, _, port = address.removeprefix("http://").rstrip("/").rpartition(":")
    while time.monotonic() < until:
        # A plain connection: urllib would ask a proxy of the environment for a page of this very machine.
        asking = http.client.HTTPConnection(host, int(port), timeout=2)
        try:
            asking.request("GET", "/healthz")
            asking.getresponse()
            break
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            asking.close()
    sys.stdout.write(f"走通 Zoutong: {address}\n")
    sys.stdout.flush()
