"""Does mixed acts on cases of its own, as fast as the store takes them, and writes down every act that was acknowledged.

Started by ``bench.store`` and ``bench.nursery`` as a process of its own; its settings come from the environment.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import random
import threading
import time
from pathlib import Path

import django


def main() -> None:
    """Run so many threads for so many seconds; each acknowledged act is one line: case, key, milliseconds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--seed", type=int, required=True)
    said = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zoutong.web.settings")
    django.setup()
    work(said.threads, said.seconds, said.log, said.seed)


def work(number: int, seconds: float, where: Path, seed: int) -> None:
    """Let so many threads do visitors' acts for so many seconds; ``where`` takes a line for each act that was acknowledged."""
    writing = threading.Lock()
    with where.open("a", encoding="utf-8") as log:

        def acknowledged(case: str, key: str, ms: float) -> None:
            with writing:
                log.write(json.dumps([case, key, round(ms, 2)]) + "\n")
                log.flush()

        until = time.monotonic() + seconds
        seeds = (f"{os.getpid()}-{time.time_ns()}-{seed}-{n}" for n in range(number))
        threads = [threading.Thread(target=visitors, args=(random.Random(one), until, acknowledged)) for one in seeds]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def visitors(luck, until, acknowledged) -> None:  # noqa: ANN001 - a thread of the bench
    """Let one visitor after another come: taken in, received, looked at, noted; an error of the database ends the thread's visitor."""
    store = importlib.import_module("zoutong.web.cases.store")
    walk = importlib.import_module("zoutong.walk")
    connection = importlib.import_module("django.db").connection
    desk = walk.Actor("b1", "receptionist", "window")
    number = 0
    while time.monotonic() < until:
        number += 1
        mark = f"{luck.getrandbits(64):016x}"
        person = walk.Actor(f"p{mark}", "applicant", "")
        acts = [
            lambda case, key, person=person: store.act(case.number, walk.Act("complete", person, key, token(case, "take_number"), {"channel": "counter"})),
            lambda case, key: store.act(case.number, walk.Act("claim", desk, key, token(case, "reception"))),
            lambda case, key: store.act(case.number, walk.Act("note", desk, key), dossier_change={"note": "来访人说明天再来。"}),
            lambda case, key: store.act(
                case.number, walk.Act("complete", desk, key, token(case, "reception"), {"danger": False, "child": False, "group_size": 1})
            ),
            lambda case, key: store.act(case.number, walk.Act("look", desk, key)),
        ]
        try:
            began = time.perf_counter()
            dossier = {"person": {"name": "测试", "phone": "19900000000"}, "statement": "两个月工资没有发。"}
            case = store.open_case(person, dossier, {}, mark, start=walk.Act("start", person, mark, unit="window"), queue="A")
            acknowledged(case.number, mark, (time.perf_counter() - began) * 1000)
            for n, act in enumerate(acts):
                if time.monotonic() > until:
                    break
                key = f"{mark}-{n}"
                began = time.perf_counter()
                case = act(case, key)
                acknowledged(case.number, key, (time.perf_counter() - began) * 1000)
        except importlib.import_module("django.db").Error:
            connection.close()
        except importlib.import_module("zoutong.kernel.error").Fault as fault:
            if fault.code != "case.busy":
                raise
    connection.close()


def token(case, node: str) -> int:  # noqa: ANN001 - a case of the store
    """Give the token of an open task."""
    return next(task.token for task in case.walk.tasks.values() if task.node == node)


if __name__ == "__main__":
    main()
