"""Knows how one attempt is made and judged: no 500, no traceback, no hang, and typed words come back where a form was not taken."""

from __future__ import annotations

import html
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from tests.web.fuzz import values
from tests.web.fuzz.world import World
from tests.web.personas import PERSONAS

ROLES = ("", "", "stranger", *PERSONAS)
METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH")
PATIENCE_S = 8.0
NOT_TYPED = ("password", "code", "key", "old", "new", "again", "d-")
NUMBERS = re.compile(r"ZT[-0-9a-z]+|[0-9]+")
TRACES = ("Traceback (most recent call last)", "DoesNotExist", "zoutong/web/", "site-packages")


@dataclass(slots=True)
class Form:
    """One form of a page, as a browser would send it."""

    action: str
    method: str
    fields: list[tuple[str, str, str]] = field(default_factory=list)
    """Name, kind and value of each field."""


class Forms(HTMLParser):
    """Finds the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._select = self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {k: v or "" for k, v in attrs}
        if tag == "form":
            self.found.append(Form(got.get("action", ""), got.get("method", "get").lower()))
        elif self.found and got.get("name") and tag in ("input", "textarea", "button"):
            self.found[-1].fields.append((got["name"], got.get("type", tag), got.get("value", "")))
        elif self.found and tag == "select":
            self._select = got.get("name", "")
        elif self.found and tag == "option" and self._select and got.get("value"):
            self.found[-1].fields.append((self._select, "option", got["value"]))


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt, written so that it can be made again."""

    role: str
    method: str
    url: str
    data: dict[str, list[object]]
    content_type: str = ""
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    words: bool = False
    """Whether plain words were typed that must come back when the form is not taken."""


@dataclass(slots=True)
class Tally:
    """What became of many attempts."""

    made: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    faults: dict[str, str] = field(default_factory=dict)


def blind(luck: random.Random, world: World) -> Try:
    """Send anything anywhere."""
    role, (name, parts) = luck.choice(ROLES), luck.choice(world.addresses)
    url = world.url(luck, name, parts)
    if luck.random() < 0.5:
        url += "?" + urlencode({luck.choice(values.QUERIES): values.value(luck)[:3000] for _ in range(luck.randrange(1, 4))})
    method = luck.choices(METHODS, (4, 8, 1, 1, 1, 1, 1))[0]
    headers = (("HX-Request", "true"),) if luck.random() < 0.2 else ()
    if method != "GET" and luck.random() < 0.2:
        body = luck.choice(
            (
                b"",
                b"%ff%fe%00=%zz&&&==",
                b'{"a": [',
                b"--x\r\nContent-Disposition: form-data; name=",
                luck.randbytes(200),
                b"a=" + b"%ED%A0%80",
            )
        )
        return Try(role, method, url, {}, luck.choice(values.CONTENT_TYPES) or "application/octet-stream", body, headers)
    names = [luck.choice(values.KEYS) for _ in range(luck.randrange(9))]
    data: dict[str, list[object]] = {n: [values.value(luck) for _ in range(luck.choice((1, 1, 1, 3)))] for n in names}
    if luck.random() < 0.15:
        data[luck.choice(("file", "paper"))] = [SimpleUploadedFile(luck.choice(values.NAMES) or "x", values.content(luck))]
    return Try(role, method, url, data, headers=headers)


def of_form(luck: random.Random, form: Form, role: str, url: str) -> Try:
    """Send a form of a page with some of its fields missing, repeated, empty or filled with what does not belong there."""
    data: dict[str, list[object]] = {}
    buttons = [f for f in form.fields if f[1] in ("submit", "button")]
    pressed = luck.choice(buttons) if buttons else None
    options = {name: [v for n, kind, v in form.fields if n == name and kind in ("option", "radio")] for name, *_ in form.fields}
    words = luck.random() < 0.4
    for name, kind, value in dict.fromkeys(form.fields):
        if (kind in ("submit", "button") and (name, kind, value) != pressed) or luck.random() < 0.08:
            continue
        if kind in ("option", "radio"):
            data[name] = [luck.choice(options[name]) if luck.random() < 0.7 else values.value(luck)]
        elif kind == "file":
            data[name] = [SimpleUploadedFile(luck.choice(values.NAMES) or "x", values.content(luck))]
        elif kind in ("text", "textarea", "tel", "search") and not name.startswith(NOT_TYPED):
            data[name] = [values.WORDS] if words else [values.value(luck)]
        elif kind == "checkbox":
            data.setdefault(name, []).append(value)
        else:
            data[name] = [value if luck.random() < 0.8 else values.value(luck)]
        if not words and luck.random() < 0.05:
            data[name] = data[name] * 3
    typed = any(values.WORDS in given for given in data.values())
    if form.method == "get":
        return Try(role, "GET", (form.action.split("#")[0] or url).split("?")[0] + "?" + urlencode(data, doseq=True)[:4000], {})
    return Try(role, "POST", form.action.split("#")[0] or url, data, words=typed)


def make(world: World, tried: Try, tally: Tally) -> str:
    """Make one attempt, take back what it changed, and give the page; what is wrong goes into the tally."""
    client = world.client(tried.role)
    begun = time.perf_counter()
    with transaction.atomic():
        if tried.content_type:
            answer = client.generic(tried.method, tried.url, tried.body, tried.content_type, headers=dict(tried.headers))
        elif tried.method == "POST":
            answer = client.post(tried.url, tried.data, headers=dict(tried.headers))
        elif tried.method == "GET":
            answer = client.get(tried.url, headers=dict(tried.headers))
        else:
            answer = client.generic(tried.method, tried.url, headers=dict(tried.headers))
        page = (
            b"".join(answer.streaming_content).decode("utf-8", "replace") if answer.streaming else answer.content.decode("utf-8", "replace")
        )
        transaction.set_rollback(True)
    vars(connection).pop("zoutong_codes", None)
    took = time.perf_counter() - begun
    tally.made += 1
    tally.answers[answer.status_code] += 1
    tally.slowest = max(tally.slowest, (took, f"{tried.method} {tried.url[:120]}"))
    wrong = _wrong(tried, answer, page, took)
    if wrong:
        tally.faults.setdefault(wrong, repr(tried)[:1500])
    return page if answer.status_code == 200 and "html" in answer.headers.get("Content-Type", "") else ""


def _wrong(tried: Try, answer, page: str, took: float) -> str:
    where = f"{tried.method} {NUMBERS.sub('…', tried.url.split('?')[0])[:90]}"
    if answer.status_code >= 500:
        trouble = getattr(answer, "exc_info", None)
        return f"{answer.status_code} {type(trouble[1]).__name__ if trouble else ''}: {str(trouble[1])[:160] if trouble else ''} at {_spot(trouble)} ({where})"
    if any(trace in page for trace in TRACES):
        return f"a traceback in the page of {where}"
    if took > PATIENCE_S:
        return f"{took:.1f} s for {where}"
    if tried.words and answer.status_code == 422 and html.escape(values.WORDS) not in page and values.WORDS not in page:
        return f"typed words are lost by {where}"
    return ""


def _spot(trouble) -> str:
    """Name the last line of our own that a fault passed."""
    spot, trace = "", trouble[2] if trouble else None
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if "zoutong" in name and "site-packages" not in name:
            spot = f"{name.rsplit('zoutong/', 1)[-1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return spot


def kind_of(form: Form, url: str) -> str:
    """Name what a form is for: its address without numbers, and the act that it does."""
    act = next((value for name, kind, value in form.fields if name in ("kind", "do", "act") and kind == "hidden"), "")
    return NUMBERS.sub("", (form.action or url).split("?")[0][4:]) + act


def run(world: World, count: int, seed: int) -> Tally:
    """Make so many attempts: blind ones, and forms that were found on pages on the way."""
    luck, tally = random.Random(seed), Tally()
    met: dict[str, list[tuple[str, str, Form]]] = {}
    while tally.made < count:
        if met and luck.random() < 0.6:
            # Each kind of form has its turn as often as every other, however many pages show it.
            role, url, form = luck.choice(met[luck.choice(list(met))])
            make(world, of_form(luck, form, role, url), tally)
            continue
        if luck.random() < 0.35:
            role, (name, parts) = luck.choice(ROLES), luck.choice(world.addresses)
            url = world.url(luck, name, parts, 0)
            reader = Forms()
            reader.feed(make(world, Try(role, "GET", url, {}), tally))
            for form in reader.found:
                if not form.action or form.action.startswith("/"):
                    met.setdefault(kind_of(form, url), []).append((role, url, form))
            continue
        make(world, blind(luck, world), tally)
    return tally
