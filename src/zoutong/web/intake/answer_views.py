"""Knows the answer page and what can be taken along: a calendar file and the filled forms."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from zoutong.web.catalogue import say
from zoutong.web.intake import handover, present, service
from zoutong.web.intake.calendar_file import Entry, write_calendar
from zoutong.web.intake.result import Result
from zoutong.web.intake.story import Story
from zoutong.web.intake.views import with_story

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LONGEST_FIELD = 200


@require_safe
@with_story
def result(request: HttpRequest, lang: str, story: Story) -> HttpResponse:
    return render(
        request,
        "intake/result.html",
        {"r": Result(service.served_pack(), service.answer(story), story, lang), "code": handover.shown_to(request, story)},
    )


@require_safe
@with_story
def calendar_file(request: HttpRequest, lang: str, story: Story, clock: str, claim: str) -> HttpResponse:
    """Give one deadline as a calendar entry: the nominal day, for acting on the rolled one is a risk."""
    pack = service.served_pack()
    deadline = next((d for d in service.judge(story, asking=False).deadlines if (d.clock, d.claim) == (clock, claim) and d.nominal), None)
    if deadline is None or deadline.nominal is None:
        raise Http404
    entry = Entry(
        uid=f"{clock}-{claim}-{deadline.nominal.isoformat()}",
        day=deadline.nominal,
        title=say(lang, "calendar.title", what=deadline.title.in_language(lang)),
        text=say(lang, "calendar.text", why=deadline.why.in_language(lang)),
        reminder=say(lang, "calendar.reminder", what=deadline.title.in_language(lang)),
    )
    answer = HttpResponse(write_calendar(entry, datetime.now(UTC), pack.about.name), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{clock}.ics"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@with_story
def form(request: HttpRequest, lang: str, story: Story, document: str) -> HttpResponse:
    """Ask for what only the form needs (nothing of it is kept), then give the filled form."""
    advice = service.judge(story, asking=False)
    spec = next((d for d in service.files_for(advice) if d.name == document), None)
    if spec is None:
        raise Http404
    fields = present.form_fields(advice.facts)
    if request.method != "POST":
        return render(request, "intake/form.html", {"spec": spec, "fields": fields, "leave": True})
    person = {name: request.POST.get(name, "").strip()[:LONGEST_FIELD] for name in service.PERSON}
    filled = service.file_for(document, story, advice, {k: v for k, v in person.items() if v})
    answer = HttpResponse(filled, content_type=DOCX)
    answer["Content-Disposition"] = f"attachment; filename=\"{document}.docx\"; filename*=UTF-8''{quote(spec.title.zh)}.docx"
    return answer
