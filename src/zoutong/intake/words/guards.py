"""Knows when words do not say that a thing is so: denied, only asked, only supposed, or said of somebody else."""

from __future__ import annotations

import re

_CLAUSE_END = "，,。；;！!？?…\n"
_SENTENCE_END = "。！!？?…\n；;"
_NEGATED = re.compile(
    r"(?:没有|没|并未|并没有|未曾|从未|从没|尚未|未|不是因为|不是|不算|不存在|不会|不想|不愿意|不愿|不肯|不|别|非|不能|无法|拒绝|舍不得|不敢|never|not|haven't|hasn't|wasn't|didn't|no)"
    r"(?:真的|再|被|有|去|来|给|给我|把我|跟我|和我|要|人|算|是| been| yet)?\s?$"
)
_ASKED = re.compile(
    r"(?:有没有|是否|何时|哪一?年|几岁|才能|才可以|是不是|有没|算不算|会不会|能不能|可不可以|能否|可否|要不要|该不该|怎样才|怎么才|什么时候|要怎么|如何|怎么|多久)[^，,。；;]{0,6}$"
)
_ASKED_AFTER = re.compile(r"[^，,。；;！!？?…\n]{0,8}?(?:会怎么样|会怎样|会有什么|的话|是什么意思|怎么界定)")
_SUPPOSED = re.compile(
    r"如果|要是|假如|万一|假设|倘若|若是|假使|一旦|害怕|怕|担心|可能|也许|会被|要被|将被|将会|打算|准备|考虑|威胁说?要?|扬言|吓唬|说要|即将|马上要|马上就要|快要|以后会|估计|想要|计划"
    r"|即使|哪怕|就算|除非|the threat|threatens?|if |might|may be|going to|afraid|plans? to|whether"
)
_ABOUT_TO = re.compile(
    r"(?:想|要|会|该|得|敢|想要|能|可以|应该|will |would |want to |can |should |to |能以|可以以)(?:再|去|来|被|把我|给我)?\s?$"
)
_INSIDE = re.compile(r"想要?|打算|准备|可能|可以|可否|要(?=跟|把|和我|与|辞|解|开除|裁)|能否|能不能|会不会|如果|有权|是否")
_GENERIC = re.compile(r"用人单位|劳动者|(?:单位|公司|企业|老板)[^，,。]{0,6}(?:可以|可不可以|还能|能不能|能否|有权|应当|应该|是否|能以)")
_IF = re.compile(r"如果|要是|假如|万一|假设|倘若|一旦|就算|if ")
_WHO = re.compile(
    r"(?P<with>(?:我们?|咱们?)?(?:和|跟|与|同|以及|连同)(?:我的?)?(?:几个|[\u4e00-\u9fff]个)?(?:同事|工友|朋友|其他人|他们)(?:一起|都|几个)?)"
    r"|(?P<other>(?:我的?|我们)?(?:一个|有个|有一个|那个|几个|有的)?(?:同事|工友|邻居|同行|闺蜜|朋友|老乡)|别人|其他人|其他员工|别的员工|有的人|有人|人家|前任|colleagues?|coworkers?|my friend|others)"
    r"|(?P<me>我|本人|咱|俺|i |my )"
)


def clause_start(text: str, at: int) -> int:
    """Give where the clause of ``at`` begins."""
    while at > 0 and text[at - 1] not in _CLAUSE_END:
        at -= 1
    return at


def clause_end(text: str, at: int) -> int:
    """Give where the clause of ``at`` ends."""
    while at < len(text) and text[at] not in _CLAUSE_END:
        at += 1
    return at


def sentence_start(text: str, at: int) -> int:
    """Give where the sentence of ``at`` begins, at most 120 characters back."""
    first = max(0, at - 120)
    while at > first and text[at - 1] not in _SENTENCE_END:
        at -= 1
    return at


def held_back(text: str, start: int, end: int, allow: frozenset[str]) -> str:
    """Name the guard that keeps a match from being a fact, or give the empty string.

    ``text`` is the abstract text, ``start`` and ``end`` the match; guards named in ``allow`` do not count.
    """
    before = text[max(clause_start(text, start), start - 60) : start]
    if "negated" not in allow and _NEGATED.search(before) and not re.search(r"(?:有没有|是不是|能不能)$", before):
        return "negated"
    if "asked" not in allow and start + 1 < end and text[start] in "没不" and before.endswith((text[start + 1], "是否")):
        return "asked"
    if "asked" not in allow and (_ASKED.search(before) or _ASKED_AFTER.match(text, end)):
        return "asked"
    if "supposed" not in allow and _is_supposed(text, start, end, before):
        return "supposed"
    if "other" not in allow and _is_other(text[sentence_start(text, start) : end]):
        return "other"
    return ""


def _is_supposed(text: str, start: int, end: int, before: str) -> bool:
    if _SUPPOSED.search(before) or _ABOUT_TO.search(before) or _INSIDE.search(text, start, end):
        return True
    if _GENERIC.search(text[clause_start(text, start) : end]):
        return True
    sentence = text[sentence_start(text, start) : start]
    if re.search(r"想[^，,]{1,6}(?:或者|还是)$", before):
        return True
    if any(sum(c in "，," for c in sentence[found.end() :]) <= 1 for found in _IF.finditer(sentence)):
        return True
    return text[end : clause_end(text, end)].endswith("的话")


def _is_other(words: str) -> bool:
    last = ""
    for match in _WHO.finditer(words):
        last = match.lastgroup or ""
    return last == "other"
