"""Knows how to make small real files of every kind, and some that lie."""

from __future__ import annotations

import io
import struct
import zipfile

import docx
import openpyxl
import pillow_heif
from PIL import Image
from pypdf import PdfWriter
from pypdf.actions import JavaScript
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def picture(form="JPEG", size=(40, 30), **kw):
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, form, **kw)
    return out.getvalue()


def pdf(password=None, owner=None, script=None, launch=False, attach=False):
    writer = PdfWriter()
    writer.add_blank_page(200, 300)
    if script:
        writer.add_open_action(JavaScript(script))
    if attach:
        writer.add_attachment("a.txt", b"hello")
    if launch:
        act = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc.exe")})
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(act)
    if password is not None:
        writer.encrypt(password, owner or password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word():
    made = docx.Document()
    made.add_paragraph("劳动合同")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def sheet():
    made = openpyxl.Workbook()
    made.active["A1"] = "工资"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def ofd():
    root = '<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0" DocType="OFD"/>'
    return zipped({"OFD.xml": root, "Doc_0/Document.xml": "<x/>"})


def with_part(data, name, content):
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def box(name, content):
    return struct.pack(">I4s", 8 + len(content), name) + content


def film(brand=b"isom", handlers=(b"vide",), size=200):
    tracks = b"".join(box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + h + bytes(12)))) for h in handlers)
    return box(b"ftyp", brand + bytes(4) + brand) + box(b"mdat", bytes(size)) + box(b"moov", box(b"mvhd", bytes(100)) + tracks)


def heic(width=4032, height=3024):
    index = bytes(4) + box(b"iprp", box(b"ipco", box(b"ispe", struct.pack(">III", 0, width, height))))
    return box(b"ftyp", b"heic" + bytes(4) + b"mif1heic") + box(b"meta", index) + box(b"mdat", bytes(64))


def photo(size=(64, 48), **kw):
    pillow_heif.register_heif_opener()
    return picture("HEIF", size, **kw)


def mp3(tag=True):
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    return (b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) if tag else b"") + frame * 5


def samples():
    """Give every kind that is taken: code → bytes."""
    return {
        "jpeg": picture(),
        "png": picture("PNG"),
        "webp": picture("WEBP"),
        "heic": photo(),
        "pdf": pdf(),
        "ofd": ofd(),
        "text": "欠薪三个月。\r\n".encode(),
        "docx": word(),
        "xlsx": sheet(),
        "mp3": mp3(),
        "m4a": film(b"M4A ", (b"soun",)),
        "amr": b"#!AMR\n" + b"\x3c" + bytes(31),
        "mp4": film(),
        "mov": film(b"qt  "),
    }
