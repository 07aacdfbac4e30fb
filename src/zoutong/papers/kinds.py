"""Knows which kinds of papers are taken, how large each may be, and what the others are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

Family = Literal["picture", "text", "office", "sound", "film"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper: its code, the suffix it is shown with, the media type it is served as, and its name."""

    code: str
    family: Family
    suffix: str
    media_type: str
    title: Words


JPEG = Kind("jpeg", "picture", "jpg", "image/jpeg", Words("JPEG 图片", "JPEG picture"))
PNG = Kind("png", "picture", "png", "image/png", Words("PNG 图片", "PNG picture"))
WEBP = Kind("webp", "picture", "webp", "image/webp", Words("WebP 图片", "WebP picture"))
HEIC = Kind("heic", "picture", "heic", "image/heic", Words("HEIC 图片", "HEIC picture"))
PDF = Kind("pdf", "text", "pdf", "application/pdf", Words("PDF 文件", "PDF file"))
OFD = Kind("ofd", "text", "ofd", "application/ofd", Words("OFD 版式文件", "OFD file"))
TEXT = Kind("text", "text", "txt", "text/plain", Words("文本文件", "plain text"))
DOCX = Kind(
    "docx", "office", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", Words("Word 文档", "Word file")
)
XLSX = Kind(
    "xlsx", "office", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Words("Excel 表格", "Excel file")
)
MP3 = Kind("mp3", "sound", "mp3", "audio/mpeg", Words("MP3 录音", "MP3 recording"))
M4A = Kind("m4a", "sound", "m4a", "audio/mp4", Words("M4A 录音", "M4A recording"))
AMR = Kind("amr", "sound", "amr", "audio/amr", Words("AMR 录音", "AMR recording"))
MP4 = Kind("mp4", "film", "mp4", "video/mp4", Words("MP4 视频", "MP4 film"))
MOV = Kind("mov", "film", "mov", "video/quicktime", Words("苹果手机视频", "iPhone film"))
KINDS = (JPEG, PNG, WEBP, HEIC, PDF, OFD, TEXT, DOCX, XLSX, MP3, M4A, AMR, MP4, MOV)
BY_CODE: Mapping[str, Kind] = {kind.code: kind for kind in KINDS}

MB = 1_000_000
_USUAL = {"picture": 25 * MB, "text": 50 * MB, "office": 25 * MB, "sound": 100 * MB, "film": 300 * MB}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken: bytes for each family (``families``) or kind (``kinds``, by code, goes first), and how far a file may swell.

    ``pixels`` is the area of a picture, ``side`` its longest edge; ``unpacked`` bytes, ``entries`` and ``ratio`` hold for zipped kinds.
    """

    families: Mapping[str, int] = field(default_factory=lambda: dict(_USUAL))
    kinds: Mapping[str, int] = field(default_factory=lambda: {"text": 5 * MB})
    pixels: int = 120 * MB
    side: int = 30_000
    unpacked: int = 200 * MB
    entries: int = 5_000
    ratio: int = 200

    def of(self, kind: Kind) -> int:
        """Give the most bytes that a paper of this kind may have."""
        return self.kinds.get(kind.code, self.families.get(kind.family, 0))

    @property
    def largest(self) -> int:
        """Give the most bytes that any paper may have: nothing beyond is read at all."""
        return max([*self.families.values(), *self.kinds.values()])


TAKEN = Words(
    "可以提交照片（JPG、PNG）、PDF、OFD、Word（docx）、Excel（xlsx）、文本、录音（MP3、M4A、AMR）和视频（MP4）。",
    "We take photos (JPG, PNG), PDF, OFD, Word (docx), Excel (xlsx), plain text, recordings (MP3, M4A, AMR) and films (MP4).",
)
PHOTO = Words("可以拍照或截屏后再提交。", "Take a photo or a screenshot and hand that in.")
SAVE_AS = Words(
    "请另存为 PDF 或 docx、xlsx 后再提交；也可以打印后拍照。",
    "Save it as PDF, docx or xlsx and hand that in; or print it and take a photo.",
)
AGAIN = Words("请换一个网络好的地方，重新提交一次。", "Hand it in again, from a place with a better connection.")

REFUSED: Mapping[str, tuple[Words, Words]] = {
    "empty": (
        Words("这个文件是空的。", "This file is empty."),
        Words("请看看是不是选错了文件。", "Look whether it is the file you meant."),
    ),
    "program": (Words("这是一个程序，不能作为材料。", "This is a program; it cannot be taken as a paper."), TAKEN),
    "script": (Words("这个文件里是程序代码，不能作为材料。", "This file holds program code; it cannot be taken as a paper."), PHOTO),
    "web_page": (Words("这是网页文件，不能作为材料。", "This is a web page; it cannot be taken as a paper."), PHOTO),
    "drawing": (Words("这种图形文件不能收。", "This kind of drawing cannot be taken."), PHOTO),
    "other_picture": (
        Words("这种图片格式不能收。", "This picture format cannot be taken."),
        Words("请存成 JPG 或 PNG，或者截屏后再提交。", "Save it as JPG or PNG, or hand in a screenshot."),
    ),
    "other_sound": (
        Words("这种录音格式不能收。", "This sound format cannot be taken."),
        Words("请存成 MP3 或 M4A 再提交。", "Save it as MP3 or M4A and hand that in."),
    ),
    "other_film": (
        Words("这种视频格式不能收。", "This film format cannot be taken."),
        Words("请存成 MP4 再提交。", "Save it as MP4 and hand that in."),
    ),
    "archive": (
        Words("这是压缩包，不能收。", "This is an archive; it cannot be taken."),
        Words("请解压后，把里面的文件一个一个提交。", "Unpack it and hand in the files in it one by one."),
    ),
    "macro": (Words("这个文件里有宏，不能收。", "This file holds macros; it cannot be taken."), SAVE_AS),
    "locked": (
        Words("这个文件有密码，打不开。", "This file has a password; it cannot be opened."),
        Words("请去掉密码后再提交；也可以打印后拍照。", "Take the password off and hand it in again; or print it and take a photo."),
    ),
    "old_office": (
        Words("这是旧版办公文档（如 doc、xls、wps），不能收。", "This is an older office file (doc, xls, wps); it cannot be taken."),
        SAVE_AS,
    ),
    "other_office": (Words("这种办公文档格式不能收。", "This office format cannot be taken."), SAVE_AS),
    "unknown": (Words("认不出这是什么文件。", "It is not clear what kind of file this is."), TAKEN),
    "truncated": (Words("这个文件不完整，可能是传到一半断了。", "This file is not complete; it may have been cut off on its way."), AGAIN),
    "damaged": (Words("这个文件损坏了，打不开。", "This file is damaged and cannot be opened."), PHOTO),
    "swells": (Words("这个文件打开后会异常膨胀，不能收。", "This file swells beyond measure when opened; it cannot be taken."), SAVE_AS),
    "infected": (Words("这个文件带有病毒，没有保存。", "This file carries a virus; it was not kept."), PHOTO),
}


def refusal(code: str) -> Fault:
    """Make the Fault ``paper.<code>`` with its sentence and the way on."""
    what, cure = REFUSED[code]
    return Fault(f"paper.{code}", what, cure=cure)


def too_large(size: int | None, most: int) -> Fault:
    """Make the Fault ``paper.too_large``; ``size`` and ``most`` are bytes, None where nobody counted to the end."""
    has = Words("", "") if size is None else Words(f"有 {size / MB:.1f} MB，", f" of {size / MB:.1f} MB")
    return Fault(
        "paper.too_large",
        Words(
            f"这个文件{has.zh}超过了 {most / MB:g} MB 的上限。", f"This file{has.en} is larger than the {most / MB:g} MB that are taken."
        ),
        cure=Words(
            "照片可以调低清晰度重拍；长的录音、视频可以只截取有用的一段。",
            "Take the photo again at a lower quality; of a long recording hand in the part that matters.",
        ),
    )


def too_many_pixels(width: int, height: int) -> Fault:
    """Make the Fault ``paper.too_many_pixels`` for a picture of this size."""
    return Fault(
        "paper.too_many_pixels",
        Words(f"这张图片太大（{width}×{height}）。", f"This picture is too large ({width}×{height})."),
        cure=Words("请缩小后再提交，或者截屏。", "Make it smaller, or hand in a screenshot."),
    )
