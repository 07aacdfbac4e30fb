"""Knows the rules of the house that a walk enforces: their codes, their words, and the articles behind them."""

from __future__ import annotations

from zoutong.kernel.words import Words

PREFIX = "house:"

RULES: dict[str, Words] = {
    "table_of_acts": Words("谁能办什么，以 acts.csv 为准", "Who may do what stands in acts.csv"),
    "stand_in": Words("代班、帮办要记明替谁办", "Whoever stands in for another says for whom"),
    "receipt": Words("收件就给回执", "Whoever hands something in gets a receipt"),
    "one_notice": Words("材料一次性告知，不再要第二次", "What is lacking is told once, all of it"),
    "papers_in_guide": Words(
        "只要指南里列明的材料，单位和部门保管的不向本人要",
        "Only papers of the guide; what the employer or an office holds is not asked of the person",
    ),
    "silence": Words("五日内不告知，就算材料齐全", "Nobody told within five days: the papers count as complete"),
    "signatures": Words("会签没签完，不能办结这一步", "A task with open signatures cannot be completed"),
    "in_hand": Words("别人手里的事，先转办再动手", "What is in another's hands is taken over first"),
    "passed_step": Words("只能退回走过的环节", "A task goes back only to a step that was passed"),
    "first_asked": Words("首问负责：移送到有人接收为止", "Who was asked first stays responsible until somebody accepts"),
    "papers_go_along": Words("材料随案移送，不再填第二张表", "Papers go along; there is no second form"),
    "law_stops_clock": Words("只有法律允许中止的期限才停表", "Only a clock that the law lets stop is stopped"),
    "extend_once": Words("期限只延长一次，到期之前办理", "A clock is lengthened once, before it runs out"),
    "escalation": Words("超期自动报值班长督办", "What is overdue goes to the duty chief"),
    "claims_kept": Words("分流时一项诉求也不能丢", "No claim is lost when a case is split"),
    "override_reason": Words("改变系统建议要选理由", "Whoever departs from the proposal gives a reason"),
    "rating": Words("一次一评、一事一评，评价由本人作出", "One rating for each visit and each matter, by the person herself"),
    "rating_contact": Words("差评一个工作日内联系核实", "After a bad rating somebody gets in touch within one working day"),
    "look_recorded": Words("看材料也留痕", "Looking at papers leaves a record"),
    "erased": Words("本人要求删除个人信息，留痕不删", "The person is erased at her wish; the events stay"),
    "withdraw": Words("办结之前随时可以撤回", "The applicant may withdraw at any time before the end"),
    "decline_in_writing": Words("不受理要有依据，书面告知", "Declining needs a ground in law and is told in writing"),
    "reason": Words("要选理由代码", "A reason is chosen"),
    "chase": Words("督办只催办，不改变办理状态", "Chasing is recorded and changes nothing else"),
}


def rule(code: str) -> str:
    """Give a rule as events cite it."""
    return PREFIX + code


def rule_words(because: str) -> Words | None:
    """Give the words of a rule of the house as an event cites it; None for an article or a row of a table."""
    return RULES.get(because[len(PREFIX) :]) if because.startswith(PREFIX) else None
