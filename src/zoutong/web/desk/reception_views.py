"""Knows the reception page: one form that keeps everything typed, whichever of its buttons is pressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zoutong.kernel.error import Fault
from zoutong.walk import Act, Actor
from zoutong.walk.model import Task
from zoutong.web import clock
from zoutong.web.cases import store
from zoutong.web.desk import together
from zoutong.web.desk.answer_pages import sentence, sorry
from zoutong.web.desk.draft import Draft, of_dossier, read_statement, set_claims, take_in, to_dossier
from zoutong.web.desk.queue import received
from zoutong.web.desk.reception import screen_of
from zoutong.web.desk.registering import data_of, fields_here, guesses, reason_of, steps_here, tell_papers
from zoutong.web.desk.seat import actor_of, case_url, fresh_key, hall_steps, tongue_of
from zoutong.web.desk.tongue import Tongue
from zoutong.web.desk.variables import read_variable
from zoutong.web.intake import handover, service
from zoutong.web.intake.answers import Mistake
from zoutong.web.intake.story import Story
from zoutong.web.marks import mark_of

FORM_ERROR, CONFLICT = 422, 409


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reception(request: HttpRequest, lang: str, number: str) -> HttpResponseBase:
    actor = actor_of(request)
    try:
        if request.method != "POST":
            store.look(number, actor)
        case, parts = store.draft(number, actor)
    except Fault as fault:
        return redirect(case_url(lang, number)) if fault.code == "case.not_yours" else sorry(request, lang, fault)
    draft = of_dossier(parts)
    if request.method != "POST":
        return _screen(request, lang, case, draft, editing=request.GET.get("edit", ""), said=request.GET.get("said", ""))
    pack = service.served_pack()
    do = request.POST.get("do", "update")
    fetched = handover.fetch(request.POST.get("code", "")) if do == "fetch" else None
    taken = _take(request, number, actor, fetched)
    draft, wrong, clashes = taken.draft, "", together.told(taken.clashes, tongue_of(lang))
    if do == "fetch" and fetched is None:
        wrong = tongue_of(lang).say("desk.reception.code_wrong")
    elif taken.unread:
        wrong = tongue_of(lang).say(taken.unread, typed=len(draft.statement), most=10_000)
    if do.startswith("finish-") and not wrong and not clashes:
        return _finish(request, lang, case, draft, actor, do.removeprefix("finish-"))
    if wrong or clashes or request.headers.get("HX-Request"):
        status = FORM_ERROR if wrong else CONFLICT if clashes and not request.headers.get("HX-Request") else 200
        return _screen(request, lang, case, draft, editing=request.POST.get("edit", ""), wrong=wrong, clashes=clashes, status=status)
    edit = request.POST.get("edit", "")
    url = reverse("desk:reception", kwargs={"lang": lang, "number": number})
    return redirect(f"{url}?edit={edit}#fact-{edit}" if edit in pack.facts else f"{url}?said={'saved' if do == 'save' else ''}")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one form: the draft as it is kept now, why words could not be read, and what a colleague changed meanwhile."""

    draft: Draft
    unread: str
    clashes: tuple[together.Clash, ...]


def _take(request: HttpRequest, number: str, actor: Actor, fetched: Story | None = None, *, quiet: bool = False) -> Taken:
    """Keep one form in the draft, field by field beside what others keep in it; ``quiet``: at a pause of the hand, nothing is read."""
    pack, last = service.served_pack(), Taken(Draft(), "", ())

    def revise(parts: Mapping[str, object]) -> Mapping[str, object]:
        nonlocal last
        before = of_dossier(parts)
        sent, do = request.POST.dict(), "" if quiet else request.POST.get("do", "update")
        sent.pop(together.CLAIMS, None)
        if do == "claims":
            sent[together.CLAIMS] = " ".join(sorted(request.POST.getlist("claim")))
        sent, clashes = together.settle(before, sent, pack)
        draft, unread = take_in(before, sent, pack, clock.today()), ""
        if together.CLAIMS in sent:
            draft = set_claims(draft, sent[together.CLAIMS].split(), pack)
        if fetched is not None:
            draft = _fetched(draft, fetched)
        elif do == "read" or (do and draft.statement and (do.startswith("finish") or not draft.story.text)):
            draft, unread = read_statement(draft)
        draft = together.signed(before, draft, pack, request.POST.get("page", "")[:40], actor.id, clock.now())
        last = Taken(draft, unread, clashes)
        return draft.to_json()

    store.revise_draft(number, actor, revise)
    return last


def _fetched(draft: Draft, fetched: Story) -> Draft:
    """Put the story of a code into the draft; what the office has typed so far stays."""
    story = Story(**asdict(fetched))
    for name, kept in draft.story.answers.items():
        story.answers.setdefault(name, kept)
    return replace(draft, story=story, statement="")


def _screen(
    request: HttpRequest,
    lang: str,
    case: store.Case,
    draft: Draft,
    *,
    editing: str = "",
    wrong: str = "",
    clashes: tuple[together.Told, ...] = (),
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    tongue, now, actor = tongue_of(lang, case.walk.course), clock.now(), actor_of(request)
    reasons = {name: spec.title for name, spec in tongue.pack.reasons.items() if "complete" in spec.acts}
    screen = screen_of(draft, lang, editing=editing, reasons=reasons)
    steps = steps_here(case.walk, actor, now)
    task = steps[0] if steps else None
    again = task is not None and said == task.node
    fields = fields_here(case.walk, task, tongue, screen, draft) if task else ()
    shown = {
        "s": screen,
        "number": case.number,
        "queue": case.run.queue,
        "waited": tongue.waited(case.walk.opened, now) if case.walk.opened else "",
        "key": fresh_key(),
        "page": fresh_key(),
        "shown": together.shown_of(screen, fields),
        "clashes": clashes,
        "beside": bool(request.headers.get("HX-Request")),
        "step": {"token": task.token, "title": tongue.node(task.node), "fields": fields} if task else None,
        "wrong": [wrong] if wrong else [tongue.say("desk.reception.again", step=tongue.node(said))] if again else [],
        "saved": tongue.clock_time(now) if request.method == "POST" or said == "saved" else "",
        "said": "" if again or said in ("", "saved") else tongue.say("desk.reception.finished", step=tongue.node(said)),
    }
    return render(request, "desk/reception.html", shown, status=status)


def _finish(request: HttpRequest, lang: str, case: store.Case, draft: Draft, actor: Actor, token: str) -> HttpResponse:
    """Complete the step at hand with what the screen knows; doors set by hand need their reason first."""
    tongue, now = tongue_of(lang, case.walk.course), clock.now()
    task = next((t for t in steps_here(case.walk, actor, now) if str(t.token) == token), None)
    screen = screen_of(draft, lang)
    if task is None:
        return _screen(request, lang, case, draft, wrong=tongue.say("desk.mistake.not_allowed"), status=CONFLICT)
    typed, wrong = _typed(task, request.POST, tongue)
    if not wrong and screen.unexplained and "doors" in _form(task, tongue):
        wrong = tongue.say("desk.reception.reason_missing", claims=tongue.listed(screen.unexplained))
    if wrong:
        return _screen(request, lang, case, draft, wrong=wrong, status=FORM_ERROR)
    for name, text in guesses(screen.advice).items():
        # The same thing was asked and answered among the facts: it is not asked a second time.
        if name in _form(task, tongue) and name not in typed and not request.POST.get(f"v-{name}"):
            typed[name] = read_variable(tongue.pack.variables[name], text, (), clock.today())
    data = data_of(_form(task, tongue), typed, screen)
    key = mark_of(request.POST)
    act = Act("complete", actor, key, task.token, data, reason=reason_of(data, screen, case.walk))
    try:
        # The house does its own next step in the same breath, as with every act.
        after = store.act(
            case.number,
            act,
            now,
            expected_revision=case.revision,
            dossier_change=to_dossier(draft),
            dossier_seen={"draft": draft.to_json()},
        )
    except Fault as fault:
        return _screen(request, lang, store.load(case.number), draft, wrong=sentence(fault, lang), status=CONFLICT)
    if task.node in hall_steps():
        received(case.number)
    told = bool(data.get("doors")) and tell_papers(case.number, actor, screen, f"{key}-notice")
    if told or (data.get("doors") and after.walk.doors):
        return redirect("desk:notice", lang=lang, number=case.number)
    if steps_here(after.walk, actor, clock.now()):
        return redirect(f"{reverse('desk:reception', kwargs={'lang': lang, 'number': case.number})}?said={task.node}")
    return redirect(f"{case_url(lang, case.number)}?said=complete")


def _form(task: Task, tongue: Tongue) -> tuple[str, ...]:
    node = tongue.node_spec(task.node)
    return node.form if node is not None else ()


def _typed(task: Task, sent: QueryDict, tongue: Tongue) -> tuple[dict[str, object], str]:
    """Read what was typed into the step's own form; gives the values, and the first thing that is wrong."""
    found: dict[str, object] = {}
    for name in _form(task, tongue):
        spec = tongue.pack.variables.get(name)
        if spec is None or f"v-{name}" not in sent:
            continue
        given = read_variable(spec, sent.get(f"v-{name}", "").strip(), sent.getlist(f"v-{name}"), clock.today())
        if isinstance(given, Mistake):
            return found, f"{tongue.of(spec.title)}{tongue.say('colon')}{tongue.say(given.key, **given.values)}"
        if given is not None:
            found[name] = given
    return found, ""


@never_cache
@require_POST
def draft(request: HttpRequest, lang: str, number: str) -> HttpResponse:
    """Keep what is typed at a pause of the hand; answers with one short line."""
    actor = actor_of(request)
    try:
        taken = _take(request, number, actor, quiet=True)
    except Fault as fault:
        return HttpResponse(sentence(fault, lang), status=CONFLICT, content_type="text/plain; charset=utf-8")
    tongue = tongue_of(lang)
    clashes = together.told(taken.clashes, tongue)
    text = tongue.say("desk.draft.saved", time=tongue.clock_time(clock.now()))
    if clashes:
        text = clashes[0].text + tongue.say("desk.clash.draft")
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
