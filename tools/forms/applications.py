"""Knows the forms that a person hands in or is told her way by: three applications and the one-time notice."""

from __future__ import annotations

from collections.abc import Iterator

from paper import Form

CLAIMS = (
    ["序号", "请求事项", "金额（元）", "计算"],
    ["number", "claim", "sum", "arithmetic"],
    [14, 58, 32, 52],
    "claims",
    {0: "c", 2: "r"},
)
WIDE_MARGINS = (33, 28)
EVIDENCE = (["number", "paper", "holder"], [14, 94, 48], "evidence", {0: "c"})


def applications() -> Iterator[Form]:
    """Give the forms of the person."""
    yield _arbitration()
    yield _inspection()
    yield _mediation()
    yield _notice()


def parties(form: Form, me: str = "申请人", you: str = "被申请人") -> None:
    """Add the two tables of the parties."""
    form.head(me)
    form.table(
        [
            ["姓名", "{{ applicant_name }}", "性别", "{{ applicant_sex }}", "年龄", "{{ applicant_age }}"],
            ["职业", "{{ applicant_occupation }}", "工作单位", "{{ employer_name }}"],
            ["证件号码", "{{ applicant_id }}", "联系电话", "{{ applicant_phone }}"],
            ["住址", "{{ applicant_address }}"],
            ["送达地址", "{{ delivery_address }}"],
        ],
        [24, 34, 24, 26, 20, 28],
    )
    form.head(you)
    form.table(
        [
            ["名称", "{{ employer_name }}"],
            ["地址", "{{ employer_address }}"],
            ["法定代表人", "{{ employer_legal_rep }}", "职务", "{{ employer_legal_post }}", "电话", "{{ employer_phone }}"],
        ],
        [28, 34, 20, 26, 20, 28],
    )


def _story(form: Form, title: str) -> None:
    form.head(title)
    form.say("{{ statement }}", after=8)
    form.rows(["事项", "内容"], ["label", "value"], [52, 104], "facts")


def _sign(form: Form, to: str, who: str) -> None:
    form.say("此致", before=10)
    form.say(to, indent=False)
    form.say(who + "（签名或盖章）：                    ", right=True, indent=False, before=14)
    form.say("{{ today }}　　", right=True, indent=False)


def _arbitration() -> Form:
    form = Form("arbitration_application", "劳动人事争议仲裁申请书", margins=WIDE_MARGINS, pitch=26)
    parties(form)
    form.head("仲裁请求")
    form.rows(*CLAIMS)
    form.only("amounts_open", "空白的金额可以以后补充；金额以仲裁庭查明的为准。", size=12)
    _story(form, "事实与理由")
    form.say("{% if reasons %}依据：{{ reasons }}。{% endif %}", before=6)
    form.head("证据和证据来源")
    form.rows(["序号", "证据", "来源"], *EVIDENCE)
    form.say("证人姓名和住所（没有可以不填）：", before=6, indent=False)
    _sign(form, "{{ arbitration_office }}", "申请人")
    form.say(
        "附：本申请书副本一份；每多一个被申请人，多交一份。书写有困难的，可以口头申请，由仲裁委员会记入笔录。",
        indent=False,
        size=12,
        before=8,
    )
    return form


def _inspection() -> Form:
    form = Form("inspection_complaint", "劳动保障监察投诉登记表", margins=WIDE_MARGINS, pitch=26)
    parties(form, "投诉人", "被投诉单位")
    form.head("投诉请求")
    form.rows(["序号", "请求事项", "涉及金额（元）"], ["number", "claim", "sum"], [14, 98, 44], "claims", {0: "c", 2: "r"})
    _story(form, "侵害劳动保障合法权益的事实")
    form.head("现有材料")
    form.rows(["序号", "材料", "来源"], *EVIDENCE)
    _sign(form, "{{ inspection_office }}", "投诉人")
    form.say("举报可以不写姓名；受理机关为举报人保密。口头投诉的，由工作人员记录，投诉人签名。", indent=False, size=12, before=8)
    return form


def _mediation() -> Form:
    form = Form("mediation_application", "劳动人事争议调解申请书", margins=WIDE_MARGINS, pitch=26)
    parties(form)
    form.head("调解请求")
    form.rows(*CLAIMS)
    _story(form, "争议事项和理由")
    _sign(form, "{{ mediation_office }}", "申请人")
    form.say("自调解组织收到申请之日起十五日内未达成协议的，可以申请仲裁。可以口头申请。", indent=False, size=12, before=8)
    return form


def _notice() -> Form:
    form = Form("one_time_notice", "一次性告知书", margins=WIDE_MARGINS, pitch=26)
    form.say("{% if applicant_name %}{{ applicant_name }}：{% else %}来访人：{% endif %}", indent=False)
    form.say("您反映的事项，现一次告知如下。除本告知书列明的以外，不再要求您补交其他材料。")
    form.head("一、去哪里办")
    form.rows(["诉求", "办理部门", "理由和依据"], ["claim", "route", "why"], [36, 40, 80], "routes")
    form.head("二、最晚什么时候提出")
    form.rows(["事项", "最后一天", "说明"], ["title", "day", "why"], [46, 44, 66], "deadlines")
    form.only("no_deadlines", "按目前所知，还算不出最后期限；请尽早提出，不要等。", size=12)
    form.head("三、请您准备")
    form.rows(["材料", "为什么", "到哪里取得"], ["paper", "why", "where"], [54, 52, 50], "papers_asked")
    form.head("四、不需要您提供")
    form.rows(["材料", "原因"], ["paper", "why"], [64, 92], "papers_never")
    form.head("五、还想请您说明")
    form.rows(["问题", "为什么要问"], ["question", "why"], [84, 72], "questions")
    form.head("六、请您知道")
    form.say("材料不齐也可以先提出，不会拒收。办理不收费。超过期限或者没有合同，也不影响您提出申请；决定不受理的，会给您书面理由。")
    form.say("申请法律援助，可拨打12348。遇到危险请先拨打110。")
    form.say("本告知书由系统根据您说的情况整理，供您参考；受理和处理以办理部门的书面决定为准。", size=12)
    form.table([["编号", "{{ case_number }}", "联系电话", "{{ office_phone }}"], ["经办人", "", "日期", "{{ today }}"]], [28, 50, 28, 50])
    return form
