"""Measures lists, search, board and case file for ordinary users on a store of a million cases, on SQLite and PostgreSQL.

Takes about an hour and 30 GB of disk, and so runs only when it is named: ``python3 start.py bench million``. ``ZOUTONG_MILLION`` says
how many cases, where a million are too many. A folder and database that are filled already are measured with ``ZOUTONG_FILLED=1``.
"""

from __future__ import annotations

import contextlib
import http.cookiejar
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.pages import ROOT, resident
from bench.places import places

CASES = int(os.environ.get("ZOUTONG_MILLION", "1000000"))
SEED_CASES, SEED_WEEKS = "300", "30"
TURNS = 30
PASSWORD = "zoutong-demo-2026"  # noqa: S105 - the demo's, printed on its sign-in page
LIST_MS, FILE_MS, MEMORY_MB = 200, 100, 300
WORDS = {
    "rare, two characters": "百汇", "common, two characters": "工资", "in every case": "有限公司", "two common ones, never together": "餐饮 服装", "a claim": "克扣工资", "a trade": "美容美发",
    "two words": "徐汇 服装", "one employer": "龙华明达百汇物流有限公司", "a name": "陈晓燕", "a telephone": "19900500000", "nothing": "钟表眼镜",
}  # fmt: skip


class Browser:
    """One signed-in person."""

    def __init__(self, port: int, name: str, server: int) -> None:
        self.server = server
        self.base = f"http://127.0.0.1:{port}"
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get("/zh/staff/sign-in"))
        sent = urllib.parse.urlencode({"name": name, "password": PASSWORD, "csrfmiddlewaretoken": token[1] if token else ""}).encode()
        # The address is our own.
        self.opener.open(urllib.request.Request(f"{self.base}/zh/staff/sign-in", sent, {"Referer": f"{self.base}/zh/staff/sign-in"}), timeout=60)  # noqa: S310

    def get(self, path: str) -> str:
        """Give a page; an error of the server ends the bench."""
        with self.opener.open(self.base + path, timeout=120) as answer:
            return str(answer.read().decode())

    def timed(self, paths: Sequence[str]) -> list[float]:
        """Ask for pages one after the other; give the milliseconds of each."""
        spent = []
        for path in paths:
            began = time.perf_counter()
            self.get(path)
            spent.append((time.perf_counter() - began) * 1000)
        return spent


def worked(server: int) -> float:
    """Give the milliseconds of processor that a server and its workers have used so far: what other work beside cannot lengthen much."""
    ticks = 0
    for child in resident(server):
        with contextlib.suppress(OSError):
            ticks += sum(map(int, Path(f"/proc/{child}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]))
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def show(where: str, what: str, browser: Browser, paths: Sequence[str], wanted: float) -> None:
    """Ask for some pages and print the figure."""
    before = worked(browser.server)
    ordered = sorted(browser.timed(paths))
    figure = {
        "median_ms": round(statistics.median(ordered), 1), "p95_ms": round(ordered[int(len(ordered) * 0.95)], 1),
        "processor_ms": round((worked(browser.server) - before) / len(ordered), 1), "n": len(ordered),
    }  # fmt: skip
    print(json.dumps({"figure": f"{where}: {what}", **figure, "wanted_ms": wanted, "missed": statistics.median(ordered) > wanted}, ensure_ascii=False), flush=True)


@contextlib.contextmanager
def server(settings: dict[str, str]) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Start a server of one worker, without the jobs beside it: what they do would be measured too."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["granian", "--interface", "wsgi", "zoutong.web.wsgi:application", "--port", str(port), "--workers", "1", "--blocking-threads", "4", "--log-level", "warning"]
    started = subprocess.Popen([sys.executable, "-m", *words], env=settings, cwd=ROOT)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).read()
                break
            time.sleep(0.1)
        yield port, started
    finally:
        started.terminate()
        started.wait(20)


def numbers(settings: dict[str, str]) -> dict[str, list[str]]:
    """Give numbers of cases whose whole history is there, by whether they are open."""
    text = (
        "import django, json; django.setup(); from zoutong.web.cases.models import Run, EventRow; import random;"
        "luck = random.Random(1); top = Run.every.order_by('-serial').first().serial; closed = []\n"
        "while len(closed) < 60:\n"
        "    run = Run.every.filter(serial__gte=luck.randrange(1, top)).order_by('serial').only('serial', 'walk', 'status').first()\n"
        "    if run.status == 'complete' and EventRow.every.filter(run=run).exists(): closed.append(run.walk)\n"
        "opened = list(Run.objects.filter(status='open').order_by('walk').values_list('walk', flat=True))\n"
        "found = {'closed': closed, 'open': luck.sample(opened, min(60, len(opened)))}\n"
        "print(json.dumps(found))"
    )
    return dict(json.loads(subprocess.run([sys.executable, "-c", text], env=settings, cwd=ROOT, capture_output=True, text=True, check=True).stdout))


def pages(where: str, settings: dict[str, str]) -> None:
    """Measure the pages of an inspector, a receptionist, a liaison and a supervisor."""
    luck, known = random.Random(3), numbers(settings)
    with server(settings) as (port, started):
        people = {role: Browser(port, name, started.pid) for role, name in (("inspector", "inspector-1"), ("receptionist", "receptionist-1"), ("liaison", "liaison-01"), ("supervisor", "supervisor-1"))}
        receptionist = people["receptionist"]
        show(where, "case file, the very first after the start", receptionist, [f"/zh/desk/case/{known['closed'][0]}/"], FILE_MS)
        for kind, some in known.items():
            show(where, f"case file, {kind}, each for the first time", receptionist, [f"/zh/desk/case/{n}/" for n in some[1 : TURNS + 1]], FILE_MS)
            show(where, f"case file, {kind}, again", receptionist, [f"/zh/desk/case/{n}/" for n in some[1 : TURNS + 1]], FILE_MS)
        for role, browser in people.items():
            for what, path in (("today", ""), ("work, mine", "work?whose=mine"), ("work, pool", "work?whose=lane"), ("work, role, overdue", "work?whose=role&when=overdue")):
                show(where, f"{role}: {what}", browser, [f"/zh/desk/{path}"] * TURNS, LIST_MS)
            for what in ("unit", "all"):
                show(where, f"{role}: work, {what}, ten pages", browser, following(browser, f"/zh/desk/work?whose={what}", 10) * 3, LIST_MS)
            for what, words in WORDS.items():
                asked = urllib.parse.urlencode({"q": words})
                show(where, f"{role}: search {words} ({what})", browser, [f"/zh/desk/search?{asked}"] * TURNS, LIST_MS)
            asked = urllib.parse.urlencode({"q": WORDS["common, two characters"]})
            show(where, f"{role}: search, ten pages", browser, following(browser, f"/zh/desk/search?{asked}", 10) * 3, LIST_MS)
            some = luck.sample(known["closed"] + known["open"], TURNS)
            show(where, f"{role}: search by number, and the case file that it opens", browser, [f"/zh/desk/search?q={n}" for n in some], LIST_MS + FILE_MS)
        show(where, "supervisor: board", people["supervisor"], ["/zh/desk/board"] * TURNS, LIST_MS)
        show(where, "receptionist: queue", receptionist, ["/zh/desk/queue"] * TURNS, LIST_MS)
        sizes = resident(started.pid)
        sizes.pop(started.pid, None)
        print(json.dumps({"figure": f"{where}: memory of a worker", "MB": round(max(sizes.values(), default=0.0)), "wanted_MB": MEMORY_MB}), flush=True)


def following(browser: Browser, first: str, most: int) -> list[str]:
    """Give the addresses of a list's pages, as the reader goes from one to the next."""
    found = [first]
    while len(found) < most:
        mark = re.search(r'page=([0-9.\-]+)"', browser.get(found[-1]))
        if mark is None:
            break
        found.append(f"{first}&page={mark[1]}")
    return found


def main() -> None:
    """Fill and measure each database; with ``ZOUTONG_FILLED=1`` measure the store of the environment as it is."""
    if os.environ.get("ZOUTONG_FILLED"):
        pages("postgresql" if os.environ.get("ZOUTONG_DATABASE") else "sqlite", {**os.environ, "ZOUTONG_PRODUCTION": "0", "DJANGO_SETTINGS_MODULE": "zoutong.web.settings"})
        return
    with places() as found:
        for place in found:
            where = place.name
            for words in (("zoutong.cli", "demo", "--cases", SEED_CASES, "--weeks", SEED_WEEKS), ("bench.filling", "--cases", str(CASES))):
                done = place.run(*words)
                print(done.stdout or done.stderr[-500:], end="", flush=True)
                if done.returncode:
                    raise SystemExit(done.returncode)
            size = sum(file.stat().st_size for file in place.folder.rglob("*") if file.is_file())
            print(json.dumps({"figure": f"{where}: folder of data", "MB": round(size / 1e6)}), flush=True)
            pages(where, place.settings)


if __name__ == "__main__":
    main()
