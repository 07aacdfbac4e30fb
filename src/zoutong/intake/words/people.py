"""Knows how people and employers are named, so that names stay apart from facts."""

from __future__ import annotations

import re

from zoutong.intake.words.scan import Ground
from zoutong.intake.words.tokens import EMPLOYER, PERSON, Token

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
_COMPOUND = "欧阳|司马|上官|诸葛|司徒|皇甫|尉迟|公孙|慕容|夏侯"
_NAME = rf"(?:{_COMPOUND}|[{_SURNAMES}])[\u4e00-\u9fff]{{1,2}}"
_END = r"(?=[，,。；;、！!\s（(\n]|今年|女|男|是|在|于|来自|住|身份证|电话|手机|$|[0-9])"

PERSONS = (
    re.compile(rf"(?:我叫|我的名字叫|我名叫|本人姓名|姓名)[:：是为]?(?P<name>{_NAME}){_END}"),
    re.compile(rf"(?:本人|申请人)[:：]?(?P<name>{_NAME})(?=[，,（(])"),
    re.compile(
        rf"(?:老板|经理|主管|法人代表|法人|包工头|负责人|组长|店长|人事|会计)(?:的)?(?:叫|名叫|姓名是|名字叫)(?P<name>{_NAME}){_END}"
    ),
    re.compile(rf"(?:老板|经理|主管|法人|包工头|负责人|组长|店长|人事|会计)?姓(?P<name>[{_SURNAMES}])(?=[，,。的]|$)"),
)
COMPANY = re.compile(
    r"[\u4e00-\u9fffa-z0-9（）()]{2,24}?(?:有限责任公司|股份有限公司|有限公司|合伙企业|事务所|经营部|合作社)(?:[\u4e00-\u9fff]{2,6}分公司)?"
)
_LEAD = re.compile(
    r".*(?:名字叫|公司叫|单位叫|厂叫|店叫|名叫|就职于|入职了?|任职于|派遣到|派到|加入|起诉|投诉|举报|隶属|属于|改成|变成|变更为|换成|合同是|合同写|盖的是|写的是|在|叫|被|跟|与|和|给|从|到|进了?|是|向|约了|签了|了|的(?=[\u4e00-\u9fff]{4}))"
)


def scan_names(text: str, ground: Ground) -> list[str]:
    """Put names of people on the ground; give them in the order of the text, each once."""
    found: list[tuple[int, str]] = []
    for pattern in PERSONS:
        tokens = (Token(PERSON, m.start("name"), m.end("name"), m.group("name")) for m in pattern.finditer(text))
        found += [(token.start, str(token.value)) for token in tokens if ground.put(token)]
    return list(dict.fromkeys(name for _, name in sorted(found)))


def scan_employers(text: str, ground: Ground) -> list[str]:
    """Put full employer names on the ground, without the words that lead up to them; give each once."""
    found: list[str] = []
    for match in COMPANY.finditer(text):
        lead = _LEAD.match(match.group())
        start = match.start() + (lead.end() if lead else 0)
        name = text[start : match.end()]
        plausible = 6 <= len(name) <= 40 and not re.match(r"(?:有限|股份|我|这家|一家|某|他们|那个|这个|的)", name)
        if plausible and ground.put(Token(EMPLOYER, start, match.end(), name)):
            found.append(name)
    return list(dict.fromkeys(found))
