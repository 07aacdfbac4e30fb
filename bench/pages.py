"""Knows how fast what people wait for is: loading the pack, understanding a statement, the result page, and a worker's memory."""

import http.cookiejar
import re
import socket
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from datetime import date
from pathlib import Path

from zoutong.intake.advise import advise
from zoutong.intake.reader import listen
from zoutong.pack import load

ROOT = Path(__file__).resolve().parents[1]
PACK = ROOT / "packs" / "labour-rights"
TEXT = "我2024年3月进徐汇区一家饭店做服务员，没有签合同，每月5000元。8月、9月的工资没发，11月16日老板口头把我辞退了，没有给任何理由。"
TURNS = 40


def milliseconds(work: Callable[[], object], turns: int) -> tuple[float, float]:
    """Time some work: median and the slowest of the best nineteen in twenty, in milliseconds."""
    spent = []
    for _ in range(turns):
        began = time.perf_counter()
        work()
        spent.append((time.perf_counter() - began) * 1000)
    spent.sort()
    return statistics.median(spent), spent[int(len(spent) * 0.95) - 1]


def show(what: str, figures: tuple[float, float], target: str) -> None:
    """Print one row."""
    print(f"| {what} | {figures[0]:.1f} | {figures[1]:.1f} | {target} |", flush=True)


def pure() -> None:
    """Measure what needs no server."""
    pack = load(PACK)
    on = date(2026, 11, 23)
    listen(pack, TEXT, on, "上海市/徐汇区")
    show("the pack loads, ms", milliseconds(lambda: load(PACK), 15), "≤ 300")
    show("a statement is understood, ms", milliseconds(lambda: listen(pack, TEXT, on, "上海市/徐汇区"), TURNS), "≤ 20")
    read = listen(pack, TEXT, on, "上海市/徐汇区")
    claims = [c for c, _ in read.claims]
    show("the whole answer with next questions, ms", milliseconds(lambda: advise(pack, read.facts, claims, on), TURNS), "")
    show("the answer alone, ms", milliseconds(lambda: advise(pack, read.facts, claims, on, interview=False), TURNS), "")


def resident(process: int) -> dict[int, float]:
    """Give the memory in MB of a process and of all its children."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        name, parent = int(status.parent.name), int(re.search(r"PPid:\s+(\d+)", text)[1])
        size = re.search(r"VmRSS:\s+(\d+)", text)
        if size and process in (name, parent):
            found[name] = int(size[1]) / 1024
    return found


def served() -> None:
    """Walk from the statement to the result on a real server and time the last page."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "zoutong.cli", "serve", "--demo", "--workers", "1", "--port", str(port)], cwd=ROOT, stderr=subprocess.DEVNULL
    )
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def get(path: str) -> str:
        with opener.open(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            return answer.read().decode()

    try:
        for _ in range(200):
            try:
                get("/healthz")
                break
            except OSError:
                time.sleep(0.1)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', get("/zh/statement"))[1]
        sent = urllib.parse.urlencode({"statement": TEXT, "csrfmiddlewaretoken": token}).encode()
        page = urllib.request.Request(f"http://127.0.0.1:{port}/zh/statement", data=sent, headers={"Referer": f"http://127.0.0.1:{port}/zh/statement"})
        opener.open(page, timeout=20).read()
        if "去找" not in get("/zh/result"):
            raise SystemExit("the statement did not reach the result page")
        show("the result page, ms", milliseconds(lambda: get("/zh/result"), TURNS), "≤ 50")
        show("the start page, ms", milliseconds(lambda: get("/zh/"), TURNS), "")
        sizes = resident(server.pid)
        sizes.pop(server.pid, None)
        largest = max(sizes.values(), default=0.0)
        print(f"| memory of a worker, MB | {largest:.0f} | | ≤ 250 |")
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    print("| what | median | 95 % | target |\n|---|---|---|---|")
    pure()
    served()
