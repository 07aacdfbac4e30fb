"""Knows the documents that the office itself gives out on the way of a case, from the receipt to the award."""

from __future__ import annotations

from collections.abc import Iterator

from applications import parties
from paper import Form, blank, either, law, rule, tick

TO_HER = "{% if applicant_name %}{{ applicant_name }}：{% else %}＿＿＿＿＿＿：{% endif %}"
CLAIMS = (["序号", "请求事项", "金额（元）"], ["number", "claim", "sum"], [14, 98, 44], "claims", {0: "c", 2: "r"})
FREE = "办理不收费。需要法律援助的，可以拨打12348。"


def answers() -> Iterator[Form]:
    """Give the forms that the office fills."""
    yield from (_receipt(), _decline(), _acceptance(), _may_sue(), _hearing(), _award())


def number(form: Form) -> None:
    """Write the number of the case at the head."""
    form.say("编号：{{ case_number }}", indent=False, size=12, right=True)


def seal(form: Form, office: str, day: str = "today") -> None:
    """Close with the office, its seal and the day."""
    form.say(f"{office}（印章）", right=True, indent=False, before=16, keep=True)
    form.say(blank(day, 10), right=True, indent=False, keep=True)


def served(form: Form) -> None:
    """Add the lines on which whoever gets it signs (送达回证)."""
    form.table(
        [["受送达人签名", "", "送达日期", ""], ["送达方式", "□ 当面　□ 邮寄　□ 电子（已同意）", "送达人", ""]],
        [30, 76, 22, 28],
        whole=True,
    )


def _receipt() -> Form:
    form = Form("receipt", "登记回执")
    number(form)
    form.say(TO_HER, indent=False)
    form.say(f"您于{blank('opened_on')}反映的事项，我们已经登记。由谁办理、已经收到什么、最晚到哪一天，都写在下面。")
    form.only("advice_given", "本次答复：{{ advice_given }}。")
    form.head("一、由谁办理")
    form.rows(["办理部门", "诉求"], ["door", "claims"], [56, 100], "doors")
    form.head("二、已经收到的材料")
    form.rows(["序号", "材料", "收到日期"], ["number", "paper", "day"], [14, 98, 44], "papers_here", {0: "c"})
    form.only("not papers_here", "还没有收到材料。", size=12)
    form.head("三、办理期限")
    form.rows(["事项", "最后一天", "依据"], ["title", "day", "law"], [56, 44, 56], "running")
    form.head("四、请您知道")
    form.say("登记不等于受理决定。是否受理由办理部门在期限内决定，并书面告诉您；不受理的，会写明理由。")
    form.say("已交的材料随案移交，转到别的部门办理时不用再交第二遍。" + FREE)
    form.only("follow_address", "查询办到哪一步：{{ follow_address }}（请不要转给别人）", size=12)
    form.table(
        [["经办人", "{{ handler }}", "联系电话", "{{ office_phone }}"], ["单位", "{{ unit }}", "日期", "{{ today }}"]],
        [28, 50, 28, 50],
        whole=True,
    )
    return form


def _decline() -> Form:
    form = Form("decline_notice", either("of_arbitration", "仲裁申请不予受理通知书", "投诉不予受理告知书"), "不予受理通知书")
    number(form)
    form.say(TO_HER, indent=False)
    form.only(
        "of_arbitration",
        f"您与{blank('employer_name')}之间的争议，我委于{blank('application_received_on')}收到您的仲裁申请。经审查，决定不予受理。",
        otherwise=[f"您对{blank('employer_name')}的投诉，我单位于{blank('complaint_received_on')}收到。经审查，决定不予受理。"],
    )
    form.head("一、您的请求")
    form.rows(*CLAIMS)
    form.head("二、不予受理的理由")
    form.say("　　".join((tick("decline_ground_is_over_limit", "超过法定时限"), tick("decline_ground_is_not_here", "不归本区管辖"))))
    form.say(
        "　　".join((tick("decline_ground_is_not_ours", "不属于本机构职责"), tick("decline_ground_is_already_handled", "已由其他程序处理")))
    )
    form.say(tick("decline_ground_is_unclear_party", "没有明确的用人单位"))
    form.say(f"具体说明：{rule(22)}")
    form.say(rule(27))
    form.say(f"法律依据：{rule(15)}（承办人填写）")
    form.head("三、您还可以走的路")
    form.only(
        "of_arbitration",
        "您不服本通知的，可以就该争议事项向人民法院起诉" + law("arbitration_acceptance") + "。",
        otherwise=[
            "属于劳动争议的，您可以向劳动人事争议仲裁委员会申请仲裁，也可以先申请调解。",
            (
                f"您不服本告知的，可以在＿＿＿＿内向{rule(8)}申请行政复议，或者在＿＿＿＿内向{rule(8)}人民法院提起行政诉讼"
                "（期限和机关由承办人按现行规定填写，待核）。"
            ),
        ],
    )
    form.only("goes_on", "您的材料将转到{{ receiver }}，不用再交第二遍。")
    form.say(FREE)
    seal(form, either("of_arbitration", "{{ arbitration_office }}", "{{ inspection_office }}"))
    served(form)
    return form


def _acceptance() -> Form:
    form = Form("acceptance_notice", "仲裁受理通知书")
    number(form)
    form.say(TO_HER, indent=False)
    form.say(
        f"您与{blank('employer_name')}之间的劳动人事争议，我委于{blank('application_received_on')}收到您的仲裁申请。"
        "经审查，符合受理条件，决定受理" + law("arbitration_acceptance") + "。"
    )
    form.head("一、受理的仲裁请求")
    form.rows(*CLAIMS)
    form.head("二、接下来怎么办、最晚哪一天")
    form.rows(["事项", "最后一天", "依据"], ["title", "day", "law"], [56, 44, 56], "arbitration_days")
    form.say("空白的日期，等前一步完成后才能算出，到时另行通知。", size=12)
    form.head("三、您的权利和义务")
    form.say("（一）可以委托代理人，可以申请仲裁员回避，可以变更、增加或者放弃请求，可以自行和解，也可以接受调解。")
    form.say("（二）对自己的主张，请提供手上的证据。由用人单位掌握管理的证据，由单位提供；单位不提供的，承担不利后果。")
    form.say("（三）请按通知的时间到庭。申请人没有正当理由不到庭，或者未经同意中途退庭的，可以视为撤回申请。")
    form.say("（四）地址、电话有变动的，请马上告诉我们。仲裁不收费。需要法律援助的，可以拨打12348。", keep=True)
    seal(form, "{{ arbitration_office }}")
    served(form)
    return form


def _may_sue() -> Form:
    form = Form("may_sue_notice", "可以直接起诉告知书")
    number(form)
    form.say(TO_HER, indent=False)
    form.say(
        f"您与{blank('employer_name')}之间的争议，我委于{blank('application_received_on')}收到您的仲裁申请，"
        f"应当在{blank('clock_arbitration_acceptance')}前决定是否受理，现在期限已过，还没有作出决定。"
    )
    form.say("您现在可以就该争议事项向人民法院起诉" + law("arbitration_acceptance") + "，也可以继续等我委的决定。")
    form.head("您的请求")
    form.rows(*CLAIMS)
    form.head("请您知道")
    form.say(f"向哪个法院起诉：{rule(12)}人民法院（承办人按管辖规定填写）。起诉时可以交本告知书，证明您已经申请过仲裁。")
    form.say("您交来的材料可以领回或者复印。需要法律援助的，可以拨打12348。")
    seal(form, "{{ arbitration_office }}")
    served(form)
    return form


def _hearing() -> Form:
    form = Form("hearing_notice", "开庭通知书")
    number(form)
    form.say(f"{blank('applicant_name')}、{blank('employer_name')}：", indent=False)
    form.say("你们之间的劳动人事争议一案，定于下列时间、地点开庭，请准时到庭。")
    form.table(
        [
            ["时间", f"{blank('hearing_on', 10)}＿＿＿时＿＿＿分"],
            ["地点", ""],
            ["审理方式", tick("panel_kind_is_sole", "独任") + "　　" + tick("panel_kind_is_three", "合议")],
            ["仲裁员", "", "书记员", ""],
        ],
        [28, 56, 28, 44],
    )
    form.head("请注意")
    form.say(
        "（一）本通知在开庭五日前送达"
        + law("arbitration_hearing")
        + "。有正当理由的，可以在开庭三日前请求延期"
        + law("arbitration_postponement")
        + "。"
    )
    form.say("（二）申请人没有正当理由不到庭，或者未经同意中途退庭的，可以视为撤回申请；被申请人有这种情形的，可以缺席裁决。")
    form.say("（三）请带身份证件和证据原件；委托代理人的，交授权委托书。证人出庭的，请提前告诉我们证人的姓名和住所。")
    form.say("（四）要求仲裁员回避的，请说明理由；可以口头提出，也可以书面提出。")
    seal(form, "{{ arbitration_office }}")
    served(form)
    return form


def _award() -> Form:
    form = Form("award", either("settled_is_yes", "仲裁调解书", "仲裁裁决书"), "仲裁裁决书（调解书）")
    number(form)
    parties(form)
    form.head("仲裁请求")
    form.rows(*CLAIMS)
    form.lines("争议事实和证据", 4)
    form.say("{%p if settled_is_yes %}")
    form.lines("双方协议的内容", 5)
    form.say("{%p else %}")
    form.lines("裁决理由和依据", 4)
    form.lines("裁决结果", 5)
    form.say("{%p endif %}")
    form.say(f"履行期限：{blank('performance_due')}。", before=6)
    form.head("权利告知")
    form.only(
        "settled_is_yes",
        "本调解书经双方当事人签收后，发生法律效力。",
        otherwise=[
            tick(
                "award_final_is_yes",
                "终局裁决：本裁决书自作出之日起发生法律效力。劳动者不服的，可以自收到之日起十五日内向人民法院起诉；"
                "用人单位不得起诉，有法定情形的，可以自收到之日起三十日内向仲裁委员会所在地的中级人民法院申请撤销"
                + law("set_aside")
                + "。",
            ),
            tick(
                "award_final_is_no",
                "非终局裁决：当事人不服的，可以自收到之日起十五日内向人民法院起诉；期满不起诉的，"
                "本裁决书发生法律效力" + law("suit_after_award") + "。",
            ),
            "一案中既有终局裁决又有非终局裁决的，分别制作。",
        ],
    )
    form.say("一方逾期不履行的，另一方可以自履行期满之日起两年内向人民法院申请强制执行" + law("enforcement") + "。")
    form.say("仲裁员（签名）：＿＿＿＿＿＿　＿＿＿＿＿＿　＿＿＿＿＿＿", before=12)
    form.say("书记员（签名）：＿＿＿＿＿＿")
    seal(form, "{{ arbitration_office }}", "decided_on")
    served(form)
    return form
