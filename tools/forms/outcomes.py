"""Knows the documents of inspection, mediation and hand-over: decisions, agreements, and what goes with a case to another body."""

from __future__ import annotations

from collections.abc import Iterator

from answers import CLAIMS, FREE, TO_HER, number, seal, served
from applications import parties
from paper import Form, blank, either, law, rule, tick


def outcomes() -> Iterator[Form]:
    """Give the forms that end a step of a case."""
    yield from (_inspection(), _agreement(), _failure(), _transfer(), _referral())


def _inspection() -> Form:
    form = Form("inspection_decision", "劳动保障监察处理决定书")
    number(form)
    form.say(f"{blank('employer_name')}：", indent=False)
    form.table(
        [
            ["单位名称", "{{ employer_name }}"],
            ["地址", "{{ employer_address }}"],
            ["法定代表人", "{{ employer_legal_rep }}", "电话", "{{ employer_phone }}"],
        ],
        [32, 56, 26, 42],
    )
    form.say(f"我单位于{blank('docketed_on')}对你单位立案调查，现已查清，作出如下决定。", before=8)
    form.lines("一、查明的事实和证据", 4)
    form.head("二、你单位的陈述和申辩")
    form.say("□ 没有提出　□ 提出，复核意见：" + rule(14))
    form.head("三、决定")
    form.say(
        "　　".join(
            (
                tick("measure_is_order", "责令限期改正或支付"),
                tick("measure_is_penalty", "行政处罚"),
                tick("measure_is_order_and_penalty", "责令改正并处罚"),
            )
        )
    )
    form.say(f"具体内容：{rule(22)}")
    form.say(rule(27))
    form.say(f"法律依据：{rule(15)}（承办人填写）")
    form.say(f"履行方式：{rule(8)}　履行期限：{blank('performance_due')}")
    form.head("四、权利告知")
    form.say(
        f"你单位不服本决定的，可以自收到之日起＿＿＿＿内向{rule(8)}申请行政复议，或者自收到之日起＿＿＿＿内向{rule(8)}人民法院"
        "提起行政诉讼（期限和机关由承办人按现行规定填写，待核）。复议、诉讼期间，除法律另有规定外，本决定不停止执行。"
    )
    form.say("逾期不申请复议、不起诉又不履行的，我单位依法申请人民法院强制执行。")
    form.say("承办监察员（签名、证件号）：＿＿＿＿＿＿　＿＿＿＿＿＿", before=10)
    seal(form, "{{ inspection_office }}", "decided_on")
    served(form)
    form.say("本决定书不写投诉人、举报人的姓名和联系方式。", indent=False, size=12, before=6)
    return form


def _agreement() -> Form:
    form = Form("mediation_agreement", "调解协议书")
    number(form)
    parties(form)
    form.head("一、争议事项")
    form.rows(*CLAIMS)
    form.lines("二、查明的主要事实", 3)
    form.lines("三、协议内容", 5)
    form.table([["履行期限", "{{ performance_due }}", "履行方式", ""], ["履行地点", "", "违约责任", ""]], [28, 50, 28, 50])
    form.head("四、让协议落实的办法")
    form.say(
        tick("secure_by_is_review", "双方自协议生效之日起十五日内，共同向仲裁委员会申请审查，制作调解书")
        + law("mediation_confirmation")
        + "。"
    )
    form.say(tick("secure_by_is_confirmation", "双方自协议生效之日起三十日内，共同向人民法院申请司法确认（是否适用由法院审查，待核）。"))
    form.say(tick("secure_by_is_none", "暂不申请，到期履行。"))
    form.head("五、请双方知道")
    form.say("本协议由双方签名或者盖章，经调解员签名并加盖调解组织印章后生效，对双方都有约束力。")
    form.say(
        "一方到期不履行的，另一方可以申请仲裁。因拖欠劳动报酬、工伤医疗费、经济补偿或者赔偿金达成的协议，单位到期不履行的，劳动者可以持本协议向人民法院申请支付令。"
    )
    form.say("本协议一式＿＿＿份，双方各一份，调解组织留存一份。")
    form.table(
        [["申请人（签名）", "", "被申请人（签名或盖章）", ""], ["调解员（签名）", "", "协议日期", "{{ agreement_on }}"]],
        [32, 36, 52, 36],
        whole=True,
    )
    form.say("{{ mediation_office }}（印章）", right=True, indent=False, before=16)
    return form


def _failure() -> Form:
    form = Form("mediation_failure", "调解不成告知书")
    number(form)
    form.say(TO_HER, indent=False)
    form.say(
        f"您与{blank('employer_name')}之间的争议，我们于{blank('application_received_on')}收到您的调解申请。这次没有调成，调解到此为止。"
    )
    form.head("一、原因")
    form.say("　　".join((tick("employer_consents_is_no", "单位不愿意调解"), tick("mediation_outcome_is_not_agreed", "双方没有达成协议"))))
    form.say("　　".join((tick("mediation_outcome_is_absent", "一方没有到场"), "□ 期限已到还没有达成协议")))
    form.head("二、您的请求")
    form.rows(*CLAIMS)
    form.head("三、您可以接着走的路")
    form.say("您可以向劳动人事争议仲裁委员会申请仲裁" + law("mediation") + "。仲裁有时效，请尽早提出，不要等。")
    form.say("用人单位有违法行为的，也可以向劳动保障监察机构投诉。")
    form.only("goes_on", "您选择的下一步：{{ receiver }}。本案材料直接转过去，不用再交第二遍。")
    form.say("调解时双方为了谈成而作的让步，不能在以后的仲裁、诉讼中当作对自己不利的证据，除非本人同意。", size=12)
    form.say(FREE)
    seal(form, "{{ mediation_office }}")
    served(form)
    return form


def _transfer() -> Form:
    form = Form("transfer_note", "案件材料移送单")
    number(form)
    form.say(f"{blank('receiver', 10)}：", indent=False)
    form.say("下列事项属于你单位职责范围，现连同材料移送，请依法办理，并把是否受理和办理结果告诉我们。")
    form.table(
        [
            ["来访人", "{{ applicant_name }}", "联系电话", "{{ applicant_phone }}"],
            ["用人单位", "{{ employer_name }}"],
            ["单位地址", "{{ employer_address }}"],
            ["诉求", "{{ claims_line }}"],
            ["移送原因", "{% if breach_found_is_yes %}仲裁中发现单位还有违法行为的线索{% endif %}"],
            ["登记日期", "{{ opened_on }}", "移送日期", either("referred_on", "{{ referred_on }}", "{{ today }}")],
        ],
        [28, 50, 28, 50],
    )
    form.head("材料清单")
    form.rows(["序号", "材料", "收到日期", "份数和页数"], ["number", "paper", "day", ""], [14, 74, 38, 30], "papers_here", {0: "c"})
    form.only("not papers_here", "还没有收到材料。", size=12)
    form.say("来访人不用再交上列材料。材料不足的，请向本窗口要，不要让来访人重跑。", size=12, before=6)
    form.head("已经办过的步骤")
    form.rows(["日期", "步骤"], ["day", "step"], [44, 112], "steps_done")
    form.table(
        [["移送人", "{{ handler }}", "单位", "{{ unit }}"], ["联系电话", "{{ office_phone }}", "印章", ""]], [28, 50, 28, 50], whole=True
    )
    form.say("－－－－－－－－－－　回　执　－－－－－－－－－－", indent=False, before=12, keep=True)
    form.say("已收到{{ case_number }}移送单及材料。□ 受理　□ 不受理", keep=True)
    form.say("接收人（签名）：＿＿＿＿＿　单位（印章）　日期：＿＿＿＿＿")
    return form


def _referral() -> Form:
    form = Form("referral_notice", "去向告知书")
    number(form)
    form.say(TO_HER, indent=False)
    form.say(f"您于{blank('opened_on')}反映的下列事项，由{blank('receiver', 10)}办理。我们已把您的材料转过去，不用您再跑一趟、再交一遍。")
    form.table(
        [
            ["诉求", "{{ claims_line }}"],
            ["接收部门", "{{ receiver }}", "移送日期", "{{ referred_on }}"],
            ["对方地址", "", "对方电话", ""],
        ],
        [28, 50, 28, 50],
    )
    form.head("接下来")
    form.say(f"对方什么时候答复：{rule(8)}。到{blank('clock_referral_answer')}还没有答复的，我们去催问，不用您催。")
    form.say("对方决定不受理的，我们帮您看下一步走哪条路。")
    form.head("随案转去的材料")
    form.rows(["序号", "材料", "收到日期"], ["number", "paper", "day"], [14, 98, 44], "papers_here", {0: "c"})
    form.only("not papers_here", "还没有收到材料。", size=12)
    form.say("您也可以自己直接向对方提出。" + FREE, before=6)
    form.table(
        [["经办人", "{{ handler }}", "联系电话", "{{ office_phone }}"], ["单位", "{{ unit }}", "日期", "{{ today }}"]],
        [28, 50, 28, 50],
        whole=True,
    )
    return form
