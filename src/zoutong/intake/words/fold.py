"""Knows how to make one plain form of a text without losing where each character stood."""

from __future__ import annotations

from dataclasses import dataclass

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_KEPT_WIDE = {ord(c) for c in "，；：！？（）"}
_TRADITIONAL = dict(
    zip(
        "個員發還萬錢資兩應該沒簽傷遲辭職勞動過麼來現給處辦護險憑據開關長時間點壓數總區門電話醫療養產體歲級號實際後與當頭會說為單業離償賠補雙責條證車廠飯館這們裡從經無務費幾臺舊際親認識審調",
        "个员发还万钱资两应该没签伤迟辞职劳动过么来现给处办护险凭据开关长时间点压数总区门电话医疗养产体岁级号实际后与当头会说为单业离偿赔补双责条证车厂饭馆这们里从经无务费几台旧际亲认识审调",
        strict=True,
    )
)
_TABLE: dict[int, str] = {
    **{code: chr(to) for code, to in _WIDE.items() if code not in _KEPT_WIDE},
    **{ord(a): a.lower() for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
    **{0xFF21 + n: chr(ord("a") + n) for n in range(26)},
    **{ord(old): new for old, new in _TRADITIONAL.items()},
    **{ord(c): " " for c in "\t\r\x0b\x0c\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"},
    ord("\u2019"): "'",
    ord("￥"): "¥",
    **{ord(c): "-" for c in "－–—―‐−"},
    **{ord(c): "~" for c in "～〜"},
}


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain form of a text; ``places[i]`` is where character ``i`` of ``text`` stood in the original."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the half-open span of the original for a non-empty half-open span of the plain text."""
        return self.places[start], self.places[end - 1] + 1


def _east(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or char in "，。；：！？、（）〇"


def plain(text: str) -> Plain:
    """Give the plain form: half-width, lower case, simplified where that is sure, no blanks beside Chinese characters.

    Control characters, blanks and private-use characters become one blank; a line break stays, as it ends a clause.
    """
    folded = [_fold(char) for char in text.translate(_TABLE)]
    for i in range(1, len(text) - 1):
        if text[i] == "，" and "０" <= text[i - 1] <= "９" and "０" <= text[i + 1] <= "９":
            folded[i] = ","
    kept: list[str] = []
    places: list[int] = []
    for place, char in enumerate(folded):
        if char == " ":
            following = folded[place + 1] if place + 1 < len(folded) else "\n"
            before = kept[-1] if kept else "\n"
            if before in " \n" or following in " \n" or _east(before) or _east(following):
                continue
        kept.append(char)
        places.append(place)
    return Plain("".join(kept), tuple(places))


def _fold(char: str) -> str:
    if char == "\n":
        return char
    if char < " " or "\ue000" <= char <= "\uf8ff" or "\ud800" <= char <= "\udfff" or char == "\x7f":
        return " "
    return char
