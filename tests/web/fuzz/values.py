"""Knows what hostile or careless people put into fields, addresses and files."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib

WORDS = "记下这句话：甲乙丙，Ångström №7"
"""Plain words that must come back in a page that could not take its form."""
NASTY = (
    "", " ", "\x00", "甲\x00乙", "😀" * 40, "𠮷龘·\u200d\u202e", "-1", "0", "00", "+5", "9" * 25, "9" * 5000, "-" + "9" * 30, "1e309", "1e-400", "NaN", "inf",
    "²", "௧௨", "½", "٣", "0x10", "1,000", "1_000", "2026-02-30", "0000-00-00", "0001-01-01", "99999-12-31", "2026-11-23T00:00:00Z", "20261301",
    "9999-12-31", "2026年13月40日", "'; DROP TABLE cases_run;--", "<script>alert(1)</script>", "{{ 7|add:7 }}{% debug %}", "%s%n%00", "../../../../etc/passwd",
    "\r\nSet-Cookie: a=b", "null", "true", "[]", "{}", "[[[[", "unclear", "yes", "ZT20261123-0001", "ZT20200101-9999", "ZT20261123-0001.1", ".", "..", "ZT20261123-0001.²",
    "工" * 3000, "a" * 20_000, "\ufeff\u2028\u2029", "\U0010ffff", "\ud7ff", "　", "1.", ".5", "1..2", "--", "://", "//evil.example/", "javascript:alert(1)", "\\", "=1+1",
)  # fmt: skip
LONG = "工资" * 60_000
KEYS = (
    "lang", "number", "q", "page", "whose", "when", "step", "edit", "said", "done", "looks", "next", "row", "window", "key", "kind", "token", "revision",
    "seen", "reason", "person", "unit", "to", "papers", "citation", "text", "opinion", "sure", "do", "statement", "note", "code", "claim", "answer",
    "answer-year", "answer-month", "answer-day", "unclear", "name", "phone", "contact", "share", "level", "words", "efficiency", "which", "channel",
    "danger", "password", "old", "new", "again", "since", "until", "role", "post", "act", "saved", "back", "seat", "d-x", "f-monthly_wage", "f-unpaid_months",
    "f-end_date", "f-group_size", "v-danger", "v-group_size", "v-next_door", "v-told_on", "door-unpaid_wages", "proposed-unpaid_wages", "why-unpaid_wages",
    "p-applicant_name", "paper-identity", "paper",
)  # fmt: skip
"""Names of fields that some page knows, so that blind attempts reach what reads them."""
QUERIES = ("q", "page", "whose", "when", "step", "edit", "said", "number", "done", "looks", "next", "seat", "account", "day", "from")
CONTENT_TYPES = (
    "application/json", "text/plain", "application/xml", "", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x\x01y",
    "application/x-www-form-urlencoded; charset=bogus", "application/x-www-form-urlencoded; charset=utf-7", "multipart/form-data; boundary=" + "b" * 300, "a/b/c;;;=",
)  # fmt: skip
NAMES = (
    "工资条.jpg", "a.pdf", "..\\..\\evil.exe", "../../x.png", "x" * 400 + ".jpg", "名字\x00.jpg", "con.jpg", ".htaccess", "a.jpg.exe", "\u202egpj.exe", "", " ",
    "a;b\"c'.docx", "emoji😀.zip", "no_ending", "a.tar.gz", "a.JPEG", "a.svg", "a.html",
)  # fmt: skip


def value(luck: random.Random) -> str:
    """Give one value for one field; very long ones are rare, because they cost time and tell little more."""
    if luck.random() < 0.01:
        return LONG
    return luck.choice(NASTY)


def zipped(files: dict[str, bytes]) -> bytes:
    """Pack files into a zip."""
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return place.getvalue()


def png(width: int = 2, height: int = 2, rows: bytes | None = None) -> bytes:
    """Make a picture whose head may lie about its size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    body = zlib.compress(rows if rows is not None else b"\x00\x00\x00\x00\x00\x00\x00" * height)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", body)
        + chunk(b"IEND", b"")
    )


DOCX = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>", "_rels/.rels": b"<Relationships/>"})
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\xff\xdb" + b"\x00" * 60 + b"\xff\xd9"
BOMB = zipped({"word/document.xml": b"\x00" * 30_000_000, "[Content_Types].xml": b"<Types/>"})
ENTITIES = zipped(
    {"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "cccccccc"><!ENTITY d "&b;&b;&b;&b;">]><a>&d;</a>', "[Content_Types].xml": b"<Types/>"}
)
INSIDE_OUT = zipped({"../../../evil": b"x", "/etc/passwd": b"y", "word/vbaProject.bin": b"macro", "[Content_Types].xml": b"<Types/>"})
SEEDS = (
    DOCX,
    PDF,
    JPEG,
    png(),
    png(60_000, 60_000),
    png(2, 2, b"\x00" * 20_000_000),
    BOMB,
    ENTITIES,
    INSIDE_OUT,
    b"",
    b"MZ\x90\x00",
    b"PK\x03\x04",
    "字".encode() * 50,
)


def content(luck: random.Random) -> bytes:
    """Give the bytes of one upload: honest, cut short, with bytes turned over, glued to another kind, or chance itself."""
    seed = luck.choice(SEEDS)
    way = luck.randrange(5)
    if way == 0:
        return seed
    if way == 1:
        return seed[: luck.randrange(len(seed) + 1)]
    if way == 2:
        changed = bytearray(seed[:100_000])
        for _ in range(min(len(changed), luck.randrange(1, 40))):
            changed[luck.randrange(len(changed))] = luck.randrange(256)
        return bytes(changed)
    if way == 3:
        return luck.choice(SEEDS)[:5000] + seed[:100_000]
    return luck.randbytes(luck.randrange(3000))
