"""Knows which stretches of a text nobody should read on: identity numbers, phones, cards, addresses of the net."""

from __future__ import annotations

import re

from zoutong.intake.words.scan import Ground
from zoutong.intake.words.tokens import OTHER, SECRET, Token

_GAP = r"[ -]?"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_BORN = r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"

FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("电子邮箱", re.compile(r"(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{2,30}){1,4}")),
    ("身份证号", re.compile(rf"(?<![0-9a-z])[1-9][0-9]{{5}}{_GAP}{_BORN}{_GAP}[0-9]{{3}}[0-9x](?![0-9a-z])")),
    ("身份证号", re.compile(r"(?<![0-9a-z])[1-9][0-9]{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}(?![0-9a-z])")),
    ("手机号", re.compile(rf"(?<![0-9])(?:\+?86{_GAP})?1[3-9][0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}(?![0-9])")),
    ("手机号", re.compile(r"[一幺1][三四五六七八九3-9][零〇一幺二三四五六七八九0-9]{9}(?![零〇一幺二三四五六七八九0-9])")),
    ("银行卡号", re.compile(r"(?<![0-9a-z])[1-9][0-9]{3}(?:[ -]?[0-9]{4}){2,3}[ -]?[0-9]{1,7}(?![0-9a-z])")),
    ("电话", re.compile(r"(?<![0-9])0[1-9][0-9]{1,2}-?[2-8][0-9]{6,7}(?![0-9])")),
    (
        "微信号",
        re.compile(r"(?:微信号?|wechat|weixin|vx|wx)(?: ?(?:id|号))?(?:[:：是为]|是:){0,2} ?(?P<secret>[a-z][-_a-z0-9]{5,19})(?![a-z0-9])"),
    ),
    ("QQ号", re.compile(r"qq(?:号)?(?:[:：是为]){0,2} ?(?P<secret>[1-9][0-9]{4,11})(?![0-9])")),
    ("号码", re.compile(r"(?<![0-9a-z.,])[0-9]{9,}+(?![a-z元块万])")),
)
CREDIT_CODE = re.compile(r"(?<![0-9a-z])9[0-9a-z]{17}(?![0-9a-z])")


def identity_number_holds(number: str) -> bool:
    """Check the last sign of an 18-digit identity number (GB 11643)."""
    digits = number.replace(" ", "").replace("-", "").lower()
    if len(digits) != 18 or not digits[:17].isdigit():
        return False
    return "10x98765432"[sum(int(d) * w for d, w in zip(digits[:17], _WEIGHTS, strict=True)) % 11] == digits[17]


def scan_secrets(text: str, ground: Ground) -> list[tuple[int, int, str]]:
    """Put every secret on the ground so that nothing else is read there; give start, end and what it is.

    What has the shape of an identity number is masked whether or not its check digit holds: a typing slip is no licence.
    """
    masks: list[tuple[int, int, str]] = []
    for match in CREDIT_CODE.finditer(text):
        if not match.group()[:17].isdigit():
            ground.put(Token(OTHER, match.start(), match.end()))
    for name, pattern in FORMS:
        group = "secret" if "secret" in pattern.groupindex else 0
        for match in pattern.finditer(text):
            start, end = match.span(group)
            if ground.put(Token(SECRET, start, end)):
                masks.append((start, end, name))
    return sorted(masks)


def masked(text: str, spans: list[tuple[int, int, str]]) -> str:
    """Give the original text with each span replaced by its name in brackets."""
    parts: list[str] = []
    place = 0
    for start, end, name in spans:
        parts += [text[place:start], f"[{name}]"]
        place = end
    return "".join(parts) + text[place:]
