"""Multiplies the real cases of a store in bulk until there are a million; what it cuts short is said in ``docs/reference/measurements.md``.

Started by ``bench.million`` as a process of its own; its settings come from the environment.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import django
import numpy as np

OPEN_SHARE = 0.005
WEEKS = 260
FULL = 0.1
"""How many of the closed cases get their events, steps, notes and notices as well; every open one does."""
CHUNK = 10_000
DAY_US = 86_400_000_000
FIRST_NUMBER = 100
NUMBER = "\x00"
_DATES = re.compile(r"\d{4}-\d\d-\d\d")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰春红建国志远晓燕海波婷永福子涵思雨梅林峰雪晨宇"
TOWNS = ("徐汇", "漕河泾", "龙华", "田林", "康健", "虹梅", "枫林", "天平", "湖南路", "斜土", "长桥", "华泾", "凌云")
FIRMS = "明达宏远金源永兴新华恒泰嘉禾瑞丰东方盛世安康利群百汇天成中和正大光启思源同济广发"
TRADES = ("餐饮管理", "建筑劳务", "物业服务", "网络科技", "服装", "家政服务", "物流", "人力资源", "装饰工程", "贸易", "教育咨询", "美容美发")


@dataclass(slots=True)
class Model:
    """A real case as it is copied: its row, and everything that belongs to it, with its number taken out of every text."""

    row: dict[str, Any]
    state: str
    bodies: str
    events: list[tuple[Any, ...]]
    steps: list[tuple[Any, ...]]
    tasks: list[tuple[Any, ...]]
    timer: int | None
    notices: list[tuple[Any, ...]]
    parts: dict[str, bytes]
    notes: list[tuple[int, str, int, bytes]]
    grams: np.ndarray
    shifted: dict[int, str] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Tell whether something is still to be done."""
        return self.row["status"] in ("open", "suspended")


TABLES: dict[str, Sequence[str]] = {
    "cases_eventrow": ["run_id", "mode", "seq", "revision", "key", "at", "phase", "activity", "act", "actor", "prev", "hash", "body"],
    "cases_steprow": ["run", "mode", "seq", "activity", "predecessor", "actor", "unit", "at", "wait_s", "wait_office_s"],
    "cases_taskrow": ["run_id", "mode", "token", "part", "node", "role", "unit", "holder", "since", "due", "rank", "held"],
    "cases_timerrow": ["run_id", "mode", "due", "lease"],
    "cases_dossier": ["run_id", "mode", "part", "key_id", "blob", "at"],
    "cases_note": ["run_id", "mode", "seq", "actor", "key_id", "blob", "at"],
    "cases_outbox": ["run_id", "mode", "seq", "kind", "due", "lease", "tries", "sent_at", "trouble", "handed_how"],
}


def models(ring: Any) -> list[Model]:
    """Read every real case of the store."""
    from zoutong.web.cases import dossier, terms  # noqa: PLC0415 - Django must be set up before
    from zoutong.web.cases import models as tables  # noqa: PLC0415

    found = []
    for run in tables.Run.every.order_by("serial"):
        row = {column.attname: getattr(run, column.attname) for column in run._meta.concrete_fields}  # noqa: SLF001 - as Django documents it
        events = list(tables.EventRow.every.filter(run=run).order_by("seq"))
        parts = dossier.opened(ring, run)
        own = terms.grams(ring, terms.of_dossier({"person": parts.get("person"), "contact": parts.get("contact")}))
        grams = set(tables.SearchRow.objects.filter(run=run.serial).values_list("gram", flat=True)) - own
        timer = tables.TimerRow.every.filter(run=run).first()
        found.append(
            Model(
                row, run.state.replace(run.walk, NUMBER), "\x01".join(e.body.replace(run.walk, NUMBER) for e in events),
                [(e.seq, e.revision, e.key, e.at, e.phase, e.activity, e.act, e.actor, bytes(e.prev), bytes(e.hash)) for e in events],
                list(tables.StepRow.every.filter(run=run.serial).values_list("seq", "activity", "predecessor", "actor", "unit", "at", "wait_s", "wait_office_s")),
                list(tables.TaskRow.every.filter(run=run).values_list("token", "part", "node", "role", "unit", "holder", "since", "due", "rank", "held")),
                timer.due if timer else None,
                list(tables.Outbox.every.filter(run=run).values_list("seq", "kind", "due")),
                {part: json.dumps(content, ensure_ascii=False).encode() for part, content in parts.items()},
                [(n["seq"], n["actor"], n["at"], json.dumps(n["text"], ensure_ascii=False).encode()) for n in dossier.notes(ring, run)],  # type: ignore[misc]
                np.array(sorted(grams), dtype=np.int64),
            )
        )  # fmt: skip
    return found


class Calendar:
    """Shifts every date in a text by so many days."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, int], str] = {}

    def shift(self, text: str, days: int) -> str:
        """Give the text with its dates so many days later."""
        return _DATES.sub(lambda found: self._one(found[0], days), text) if days else text

    def _one(self, said: str, days: int) -> str:
        known = self.known.get((said, days))
        if known is None:
            known = self.known[said, days] = (date.fromisoformat(said) + timedelta(days=days)).isoformat()
        return known


def plan(known: Sequence[Model], count: int, luck: random.Random) -> list[tuple[int, int, int]]:
    """Give first moment, model and shift in days of each copy, the oldest first: open ones of this week, closed ones of five years."""
    opens = [n for n, m in enumerate(known) if m.open]
    closed = [n for n, m in enumerate(known) if not m.open]
    found = []
    for _ in range(count):
        still = luck.random() < OPEN_SHARE
        n = luck.choice(opens if still else closed)
        days = -luck.randrange(7) if still else -7 * luck.randrange(WEEKS)
        found.append((known[n].row["first_at"] + days * DAY_US, n, days))
    return sorted(found)


class Filling:
    """The copies of one store on their way into its tables."""

    def __init__(self, ring: Any, known: Sequence[Model], luck: random.Random) -> None:
        from zoutong.web.cases import dossier, terms  # noqa: PLC0415 - Django must be set up before

        self.ring, self.known, self.luck = ring, known, luck
        self.bound, self.masked = dossier.bound, dossier.masked_name
        self.gram: Callable[[str], int] = lambda term: next(iter(terms.grams(ring, [term])))
        self.whole, self.calendar = terms.whole, Calendar()
        self.numbers: Counter[date] = Counter()
        self.names: dict[str, int] = {}
        firms = sorted({f"{luck.choice(TOWNS)}{luck.choice(FIRMS)}{luck.choice(FIRMS)}{luck.choice(TRADES)}有限公司" for _ in range(20_000)})
        pairs = {pair: self.gram(pair) for pair in {p for firm in firms for p in terms.pairs(firm)}}
        self.firms = [(json.dumps({"name": firm}, ensure_ascii=False).encode(), np.array([pairs[p] for p in terms.pairs(firm)], dtype=np.int64)) for firm in firms]
        self.found: list[tuple[np.ndarray, np.ndarray]] = []

    def chunk(self, serial: int, copies: Iterable[tuple[int, int, int]]) -> dict[str, list[tuple[Any, ...]]]:
        """Make the rows of some copies, by table."""
        rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in ("cases_run", *TABLES)}
        grams: list[np.ndarray] = []
        sizes: list[int] = []
        for offset, (_, n, days) in enumerate(copies):
            own = self._copy(rows, serial + offset, self.known[n], days)
            grams.append(own)
            sizes.append(len(own))
        runs = np.repeat(np.arange(serial, serial + len(sizes), dtype=np.int64), sizes)
        self.found.append((np.concatenate(grams), runs))
        return rows

    def _copy(self, rows: dict[str, list[tuple[Any, ...]]], serial: int, model: Model, days: int) -> np.ndarray:
        by = days * DAY_US
        day = model.row["day"] + timedelta(days=days)
        self.numbers[day] += 1
        walk = f"ZT{day:%Y%m%d}-{FIRST_NUMBER + self.numbers[day]:04d}"
        name = self.luck.choice(SURNAMES) + "".join(self.luck.choices(GIVEN, k=2))
        phone = f"199{serial:08d}"
        row = dict(model.row)
        row.update(serial=serial, walk=walk, opening=None, day=day, person=self.masked(name), state=self._state(model, days).replace(NUMBER, walk))
        row.update({column: row[column] + by for column in ("first_at", "last_at", "last_step_at", "due") if row[column] is not None})
        rows["cases_run"].append(tuple(row.values()))
        firm, pairs = self.luck.choice(self.firms)
        parts = {**model.parts, "employer": firm, "person": json.dumps({"name": name, "phone": phone}, ensure_ascii=False).encode()}
        for part, content in parts.items():
            rows["cases_dossier"].append((serial, "case", part, self.ring.current, self.ring.encrypt(content, self.bound(walk, part)), row["first_at"]))
        for token, part, node, role, unit, holder, since, due, rank, held in model.tasks:
            rows["cases_taskrow"].append((serial, "case", token, part, node, role, unit, holder, since + by, None if due is None else due + by, rank if due is None else rank + by, held))
        if model.timer is not None:
            rows["cases_timerrow"].append((serial, "case", model.timer + by, 0))
        if model.open or self.luck.random() < FULL:
            self._history(rows, serial, walk, model, days)
        if name not in self.names:
            self.names[name] = self.gram(self.whole("n", name))
        return np.concatenate((model.grams, pairs, np.array([self.names[name], self.gram(self.whole("p", phone))], dtype=np.int64)))

    def _history(self, rows: dict[str, list[tuple[Any, ...]]], serial: int, walk: str, model: Model, days: int) -> None:
        by = days * DAY_US
        bodies = self.calendar.shift(model.bodies, days).replace(NUMBER, walk).split("\x01")
        for (seq, revision, key, at, *rest), body in zip(model.events, bodies, strict=True):
            rows["cases_eventrow"].append((serial, "case", seq, revision, key, at + by, *rest, body))
        rows["cases_steprow"].extend((serial, "case", *step[:5], step[5] + by, *step[6:]) for step in model.steps)
        rows["cases_outbox"].extend((serial, "case", seq, kind, due + by, 0, 1, due + by, "", "") for seq, kind, due in model.notices)
        for seq, actor, at, text in model.notes:
            rows["cases_note"].append((serial, "case", seq, actor, self.ring.current, self.ring.encrypt(text, self.bound(walk, f"note{seq}")), at + by))

    def _state(self, model: Model, days: int) -> str:
        if days not in model.shifted:
            model.shifted[days] = self.calendar.shift(model.state, days)
        return model.shifted[days]

    def pieces(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Give the search rows of all copies in the order of their key, a million at a time."""
        gram = np.concatenate([g for g, _ in self.found])
        run = np.concatenate([r for _, r in self.found])
        self.found.clear()
        order = np.lexsort((run, gram))
        gram, run = gram[order], run[order]
        once = np.ones(len(gram), dtype=bool)
        once[1:] = (gram[1:] != gram[:-1]) | (run[1:] != run[:-1])
        gram, run = gram[once], run[once]
        for start in range(0, len(gram), 1_000_000):
            yield gram[start : start + 1_000_000], run[start : start + 1_000_000]


class Lite:
    """Writes in bulk to SQLite; what a power cut would cost does not matter here."""

    def __init__(self, connection: Any) -> None:
        connection.ensure_connection()
        self.raw = connection.connection
        self.raw.executescript("PRAGMA journal_mode=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA synchronous=OFF; PRAGMA mmap_size=0; PRAGMA cache_size=-2000000; PRAGMA foreign_keys=OFF; PRAGMA secure_delete=OFF;")

    def rows(self, table: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
        """Write rows of a table."""
        if table == "cases_run":
            rows = [tuple(v.isoformat() if isinstance(v, date) else v for v in row) for row in rows]
        self.raw.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", rows)  # noqa: S608 - our own names

    def commit(self) -> None:
        """Keep what was written so far."""
        self.raw.commit()

    def search(self, pieces: Iterable[tuple[np.ndarray, np.ndarray]]) -> int:
        """Write the search rows; give how many."""
        written = 0
        for gram, run in pieces:
            self.raw.executemany("INSERT OR IGNORE INTO cases_searchrow VALUES (?, ?)", zip(gram.tolist(), run.tolist(), strict=True))
            self.raw.commit()
            written += len(gram)
        self.raw.execute("PRAGMA locking_mode=NORMAL")
        self.raw.execute("PRAGMA journal_mode=WAL")
        return written


class Server:
    """Writes in bulk to PostgreSQL; afterwards it does what the server's own cleaning would do within minutes."""

    def __init__(self, connection: Any) -> None:
        connection.ensure_connection()
        self.connection, self.raw = connection, connection.connection
        self.raw.execute("SET synchronous_commit = off")
        self.raw.execute("SET maintenance_work_mem = '512MB'")

    def rows(self, table: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
        """Write rows of a table."""
        with self.raw.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:  # type: ignore[attr-defined]
            for row in rows:
                copy.write_row(row)

    def commit(self) -> None:
        """Keep what was written so far."""
        if not self.raw.autocommit:
            self.raw.commit()

    def search(self, pieces: Iterable[tuple[np.ndarray, np.ndarray]]) -> int:
        """Write the search rows; give how many."""
        written = 0
        name = self.raw.execute("SELECT conname FROM pg_constraint WHERE conrelid = 'cases_searchrow'::regclass AND contype = 'p'").fetchone()[0]
        self.raw.execute(f'ALTER TABLE cases_searchrow DROP CONSTRAINT "{name}"')
        shape = np.dtype([("fields", ">i2"), ("a", ">i4"), ("gram", ">i8"), ("b", ">i4"), ("run", ">i8")])
        with self.raw.cursor() as cursor, cursor.copy("COPY cases_searchrow (gram, run) FROM STDIN (FORMAT binary)") as copy:
            copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
            for gram, run in pieces:
                rows = np.empty(len(gram), dtype=shape)
                rows["fields"], rows["a"], rows["b"], rows["gram"], rows["run"] = 2, 8, 8, gram, run
                copy.write(rows.tobytes())
                written += len(gram)
            copy.write(b"\xff\xff")
        self.raw.execute(f'ALTER TABLE cases_searchrow ADD CONSTRAINT "{name}" PRIMARY KEY (gram, run)')
        self.raw.execute("SELECT setval(pg_get_serial_sequence('cases_run', 'serial'), (SELECT max(serial) FROM cases_run))")
        self.commit()
        self.raw.execute("VACUUM ANALYZE")
        return written


def main() -> None:
    """Fill the store of the environment until it has so many cases."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, required=True)
    wanted = parser.parse_args().cases
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zoutong.web.settings")
    django.setup()
    from django.db import connection  # noqa: PLC0415 - Django must be set up before

    from zoutong.web.cases import keys  # noqa: PLC0415

    began, luck, ring = time.monotonic(), random.Random(20261124), keys.ring()
    known = models(ring)
    filling, sink = Filling(ring, known, luck), Lite(connection) if connection.vendor == "sqlite" else Server(connection)
    serial = max(m.row["serial"] for m in known) + 1
    columns = {"cases_run": list(known[0].row), **TABLES}
    copies = iter(plan(known, wanted - len(known), luck))
    while some := list(itertools.islice(copies, CHUNK)):
        for table, rows in filling.chunk(serial, some).items():
            sink.rows(table, columns[table], rows)
        sink.commit()
        serial += len(some)
        if serial // CHUNK % 10 == 0:
            print(f"{serial - 1} cases, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    written = sink.search(filling.pieces())
    print(json.dumps({"figure": f"filled {connection.vendor}", "cases": serial - 1, "search_rows": written, "seconds": round(time.monotonic() - began)}), flush=True)


if __name__ == "__main__":
    main()
