"""Knows what each kind of letter about walks and blockages says, in office style, from plain figures and findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zoutong.documents.letter import Annex, Grid, Head, Letter, Para, Part, arabic, headed, numeral

OPEN = "待定"
"""What stands where a lead, a day or a measure has not been decided; nothing is made up."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A blockage or need as a letter tells it; every field is text for office readers, "" where it is not known yet."""

    number: str
    title: str
    kind: str
    step: str
    cause: str = ""
    evidence: str = ""
    harmed: str = ""
    lead: str = ""
    support: str = ""
    leader: str = ""
    now: str = ""
    lasting: str = ""
    due: str = ""
    state: str = ""
    is_need: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure of the walk beside the model and beside real cases (四减), each as text with its unit, "—" where there is none."""

    name: str
    walk: str
    model: str
    real: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the walk's record: when, in which seat, at which step, and what happened."""

    at: str
    seat: str
    step: str
    what: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One figure before and after the mending, and whether it is better."""

    name: str
    before: str
    after: str
    result: str


@dataclass(frozen=True, slots=True)
class WalkSheet:
    """What a report tells of one walk. ``seats`` are roles, never names of window staff; ``minutes`` the time between first and last act."""

    number: str
    service: str
    kind: str
    day: date
    seats: str
    place: str = ""
    channel: str = ""
    companion: str = ""
    minutes: int = 0
    ended: str = ""
    moments: tuple[Moment, ...] = ()
    figures: tuple[Figure, ...] = ()
    findings: tuple[Finding, ...] = ()
    rewalk_of: str = ""
    passed: bool | None = None
    changes: tuple[Changed, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A line of the annex schedule (附件 安排表): who walks what, in which seat, where and when, and what is held back on purpose."""

    leader: str
    service: str
    seat: str
    kind: str
    place: str
    when: str
    companion: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A task of a special work plan: what, who leads and helps, until when, what comes out of it."""

    what: str
    lead: str
    support: str
    due: str
    outcome: str
    items: str = ""


def walk_report(office: str, sheet: WalkSheet) -> Letter:
    """Compose the report of a walk: what was walked, how it went, what was found, why, what is done by whom and when, with its three lists."""
    about = [
        Para(
            f"{arabic(sheet.day)}，局领导以“{sheet.kind}”方式走了“{sheet.service}”流程（编号{sheet.number}），先后坐在{sheet.seats}的座位上。"
            + (f"渠道：{sheet.channel}。" if sheet.channel else "")
            + (f"地点：{sheet.place}。" if sheet.place else "")
            + (f"陪同：{sheet.companion}。" if sheet.companion else "")
            + (f"全程用时{sheet.minutes}分钟。" if sheet.minutes else "")
            + (sheet.ended or "")
        )
    ]
    if sheet.rewalk_of:
        outcome = {True: "复走通过，原堵点不再出现。", False: "复走未通过，原堵点仍在。", None: "复走是否通过待核。"}[sheet.passed]
        about.append(Para(f"本次是对{sheet.rewalk_of}的复走。{outcome}"))
    rows = tuple((m.at, m.seat, f"{m.step}：{m.what}" if m.step else m.what) for m in sheet.moments)
    course = [Grid(("时间", "岗位", "经过"), rows, (3, 3, 12))]
    found = [Para(_found(f, n)) for n, f in enumerate(sheet.findings, 1)] or [Para("本次未发现堵点。")]
    causes = [Para(f"{f.title}：{f.cause}。") for f in sheet.findings if f.cause]
    figures = [
        Grid(("项目", "本次", "按流程应为", "真实案件"), tuple((f.name, f.walk, f.model, f.real) for f in sheet.figures), (4, 3, 3, 4))
    ]
    changed = [
        Grid(("项目", "整改前", "这次复走", "结果"), tuple((c.name, c.before, c.after, c.result) for c in sheet.changes), (4, 3, 3, 4))
    ]
    measures = [_measures(sheet.findings)] if sheet.findings else []
    after = [Para("以上堵点录入台账，按期整改；整改后由本人以外的同志复走，复走通过、前后数据可比，方可销号。")] if sheet.findings else []
    return Letter(
        office,
        f"关于走“{sheet.service}”流程情况的报告",
        headed(
            (
                ("基本情况", about),
                ("走流程过程", course if sheet.moments else [Para("本次没有留下操作记录。")]),
                ("发现的问题", found),
                ("原因分析", causes),
                ("对照数据", figures if sheet.figures else []),
                ("整改前后", changed if sheet.changes else []),
                ("整改措施与分工", measures),
                ("下一步", after),
            )
        ),
        annexes=lists_of(sheet.findings) if sheet.findings else (),
    )


def _found(finding: Finding, number: int) -> str:
    what = f"{number}．{finding.title}（{finding.kind}，{finding.step or '全流程'}）。"
    return what + (f"依据：{finding.evidence}。" if finding.evidence else "") + (f"影响：{finding.harmed}。" if finding.harmed else "")


def _measures(findings: Sequence[Finding]) -> Grid:
    rows = tuple((str(n), f.title, f.now or OPEN, f.lasting or OPEN, f.lead or OPEN, f.due or OPEN) for n, f in enumerate(findings, 1))
    return Grid(
        ("序号", "堵点", "当下改", "长久立", "牵头", "时限"), rows, (2, 5, 5, 5, 4, 4), ("center", "left", "left", "left", "left", "left")
    )


def lists_of(findings: Sequence[Finding]) -> tuple[Annex, ...]:
    """Give the three lists (问题、需求、措施) as annexes; an empty list says so, so that nobody looks for a lost page."""
    troubles = tuple(
        (str(n), f.number, f.title, f.kind, f.step, f.cause, f.evidence, f.harmed)
        for n, f in enumerate((f for f in findings if not f.is_need), 1)
    )
    needs = tuple((str(n), f.number, f.title, f.step, f.harmed, f.evidence) for n, f in enumerate((f for f in findings if f.is_need), 1))
    measures = tuple(
        (str(n), f.number, f.now or OPEN, f.lasting or OPEN, f.lead or OPEN, f.support, f.leader or OPEN, f.due or OPEN, f.state)
        for n, f in enumerate(findings, 1)
    )
    return (
        _list("问题清单", ("序号", "台账编号", "问题", "类别", "环节", "成因", "依据", "影响"), troubles, (2, 5, 8, 3, 5, 5, 8, 4)),
        _list("需求清单", ("序号", "台账编号", "需求", "环节", "提出群体", "依据"), needs, (2, 5, 9, 6, 5, 8)),
        _list(
            "措施清单",
            ("序号", "台账编号", "当下改", "长久立", "牵头", "配合", "责任领导", "时限", "状态"),
            measures,
            (2, 5, 8, 8, 5, 5, 4, 5, 4),
        ),
    )


def _list(title: str, heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...], shares: tuple[int, ...]) -> Annex:
    return Annex(title, (Grid(heads, rows, shares),) if rows else (Para("本次没有列入此清单的事项。"),), across=bool(rows))


def three_lists(office: str, title: str, findings: Sequence[Finding]) -> Letter:
    """Compose the letter that carries the three lists."""
    needs = sum(1 for f in findings if f.is_need)
    text = (
        f"现将走流程形成的问题清单（{len(findings) - needs}项）、需求清单（{needs}项）、措施清单（{len(findings)}项）印发，请按分工办理。"
    )
    return Letter(office, title, (Para(text),), annexes=lists_of(findings))


def annex_schedule(office: str, period: str, plans: Sequence[Planned], cover: str = "") -> Letter:
    """Compose the schedule of walks of a period; ``cover`` says how much of the volume its services make up, "" when unknown."""
    rows = tuple(
        (str(n), p.leader or OPEN, p.service, p.seat, p.kind, p.place or OPEN, p.when or OPEN, p.companion, p.note)
        for n, p in enumerate(plans, 1)
    )
    heads = ("序号", "走流程领导", "事项", "岗位", "方式", "地点", "时间", "陪同", "备注")
    parts = (
        Para(f"根据工作安排，{period}组织局领导走流程{len(plans)}次，安排见附件。" + (cover and f"所列事项{cover}。")),
        Para("走流程不作事先打招呼，不替代群众正常办事；走流程数据单独标记，不计入办件统计。随访真实申请人的，须先征得本人同意。"),
    )
    return Letter(
        office,
        f"关于印发{period}局领导走流程安排表的通知",
        parts,
        annexes=(_list("走流程安排表", heads, rows, (2, 4, 7, 5, 4, 5, 5, 4, 6)),),
    )


def rectify_notice(office: str, to: str, findings: Sequence[Finding]) -> Letter:
    """Compose the notice to rectify (整改通知) to the units that lead."""
    rows = tuple((str(n), f.number, f.title, f.now or OPEN, f.lasting or OPEN, f.due or OPEN) for n, f in enumerate(findings, 1))
    parts = headed(
        (
            ("需整改的堵点", [Grid(("序号", "台账编号", "堵点", "当下改", "长久立", "时限"), rows, (2, 5, 7, 7, 7, 5))]),
            (
                "要求",
                [
                    Para("收到本通知后请签收；对认定有不同意见的，可在十个工作日内书面说明。"),
                    Para("当下能改的立即改，需要长久立的形成制度；不得只改一个窗口、一件事。"),
                    Para("整改完成后报局办公室，由整改人员以外的同志复走。复走通过、前后数据可比后销号；未通过的退回重办。"),
                ],
            ),
        )
    )
    return Letter(office, f"关于整改走流程发现堵点的通知（{len(findings)}项）", parts, to=to)


def chase_letter(office: str, to: str, finding: Finding, late: int, since: str) -> Letter:
    """Compose the letter that chases (督办单) one item; ``late`` are the working days it is over, 0 when it is not yet due."""
    state = f"已逾期{late}个工作日" if late else "即将到期"
    rows = (
        ("台账编号", finding.number),
        ("堵点", finding.title),
        ("环节", finding.step or "全流程"),
        ("牵头部门", finding.lead or OPEN),
        ("配合部门", finding.support or "无"),
        ("责任领导", finding.leader or OPEN),
        ("交办日期", since),
        ("办理时限", finding.due or OPEN),
        ("目前状态", f"{finding.state}，{state}" if finding.state else state),
        ("当下改", finding.now or OPEN),
        ("长久立", finding.lasting or OPEN),
    )
    parts: tuple[Part, ...] = (
        Para("下列堵点请抓紧整改，并于三个工作日内书面回复进展、困难和完成日期。"),
        Grid(("项目", "内容"), rows, (4, 12)),
        Para("确需延期的，请在到期前申请并说明理由；需要上级协调的，请提级办理。"),
    )
    return Letter(office, "督办单", parts, form="note", to=to)


def circular(office: str, period: str, rows: Sequence[tuple[str, str]], recurring: Sequence[Finding], slow: Sequence[Finding]) -> Letter:
    """Compose the circular (通报) of a period: figures by unit only, never by name of staff; closed is told apart from fixed."""
    parts = headed(
        (
            ("总体情况", [Grid(("项目", "数"), tuple(rows), (8, 4)), Para("“销号”只计复走通过、前后数据可比并由他人核定的事项。")]),
            ("反复出现的堵点", [Para(_found(f, n)) for n, f in enumerate(recurring, 1)]),
            ("逾期未完成的堵点", [_measures(slow)] if slow else []),
            ("下一步", [Para("请各牵头部门对照清单抓紧整改；对反复出现的堵点，从制度上找原因。")]),
        )
    )
    return Letter(office, f"关于{period}走流程堵点整改情况的通报", parts, to="各科室、各街道")


def minutes(office: str, title: str, day: date, place: str, chair: str, present: str, agreed: Sequence[tuple[str, str, str]]) -> Letter:
    """Compose minutes (纪要): where, when, who, and what was agreed with who leads and until when."""
    items: list[Part] = [
        Para(f"{what}（牵头：{lead or OPEN}；时限：{due or OPEN}）", lead=f"{numeral(n)}、")
        for n, (what, lead, due) in enumerate(agreed, 1)
    ]
    opening = Para(f"{arabic(day)}，{chair or OPEN}在{place or OPEN}主持召开会议，研究走流程发现的堵点。会议议定以下事项：")
    people: tuple[Part, ...] = (Para(present or OPEN, lead="出席："),)
    return Letter(office, title, (opening, *items, *people), form="minutes", mark=f"{office}会议纪要", signed=day)


def special_plan(
    office: str,
    title: str,
    basis: str,
    background: Sequence[Finding],
    goals: Sequence[str],
    stages: Sequence[tuple[str, str]],
    tasks: Sequence[Task],
    money: str,
    safeguards: Sequence[str],
    contact: str,
) -> Letter:
    """Compose a special work plan (专项工作方案) from items of the ledger, with its lists of tasks, responsibilities and policies as annexes."""
    why: list[Part] = [Para(f"{f.number}　{f.title}（{f.kind}）。" + (f"影响：{f.harmed}。" if f.harmed else "")) for f in background]
    doing: list[Part] = []
    for n, task in enumerate(tasks, 1):
        doing += [
            Head(2, f"（{numeral(n)}）{task.what}"),
            Para(f"牵头：{task.lead or OPEN}；配合：{task.support or '无'}；时限：{task.due or OPEN}；成果：{task.outcome or OPEN}。"),
        ]
    rows = tuple((str(n), t.what, t.outcome or OPEN, t.due or OPEN, t.items) for n, t in enumerate(tasks, 1))
    duties = tuple((str(n), t.lead or OPEN, t.support, t.what) for n, t in enumerate(tasks, 1))
    policies = tuple((str(n), f.number, f.lasting) for n, f in enumerate((f for f in background if f.lasting), 1))
    return Letter(
        office,
        title,
        headed(
            (
                ("依据", [Para(basis)] if basis else []),
                ("背景与问题", why),
                ("工作目标", [Para(g) for g in goals]),
                ("时间安排", [Grid(("阶段", "时间"), tuple(stages), (8, 6))] if stages else []),
                ("主要任务", doing),
                ("资金来源", [Para(money)] if money else []),
                ("保障措施", [Para(s) for s in safeguards]),
            )
        ),
        contact=contact and f"联系人：{contact}",
        annexes=(
            _list("任务清单", ("序号", "任务", "成果", "时限", "对应台账"), rows, (2, 10, 8, 5, 5)),
            _list("责任清单", ("序号", "牵头", "配合", "任务"), duties, (2, 5, 6, 12)),
            _list("政策清单", ("序号", "台账编号", "拟立制度"), policies, (2, 6, 16)),
        ),
    )
