"""What becomes of papers that came while nobody could look for viruses."""

import io

import pytest
from tests.pure.papers import samples
from tests.pure.papers.clamd import daemon
from tests.web.cases.people import RECEPTION, at, split

from zoutong.papers.receive import receive
from zoutong.papers.scan import Clamd, may_download
from zoutong.walk import Act
from zoutong.web.cases import store as door
from zoutong.web.cases.checking import check_papers
from zoutong.web.cases.papers import Filed, papers, vault
from zoutong.web.cases.worker import Worker

pytestmark = pytest.mark.both


def hand_in(case, *contents):
    """Hand in papers while the scanner is away."""
    for n, content in enumerate(contents):
        got = receive(io.BytesIO(content), "工资条", vault(), Clamd(port=1, seconds=1))
        filed = Filed(got.kept.id, got.found.name, "identity", got.found.kind.code, got.kept.size, got.kept.sha256, got.standing)
        door.act(case.id, Act("note", RECEPTION), at(20 + n), papers=[filed])


def states(case):
    return [p.state for p in papers(case.id)]


def test_waiting_papers_are_checked_when_the_scanner_is_back_and_the_case_went_on_meanwhile(store, settings):
    case = split()
    hand_in(case, samples.picture(), samples.EICAR, samples.pdf())
    assert states(case) == ["waiting"] * 3
    settings.ZOUTONG_SCANNER = "clamd:127.0.0.1:1"
    assert check_papers(at(30)) == 0
    assert states(case) == ["waiting"] * 3
    with daemon() as port:
        settings.ZOUTONG_SCANNER = f"clamd:127.0.0.1:{port}"
        assert check_papers(at(40)) == 3
        assert check_papers(at(50)) == 0
    photo, virus, pdf = papers(case.id)
    assert [photo.state, virus.state, pdf.state] == ["clean", "infected", "clean"]
    assert not may_download(virus.state)
    assert not vault().holds(virus.place)
    assert vault().holds(photo.preview)
    assert vault().holds(pdf.preview)
    assert virus.preview == ""


def test_the_worker_does_it_without_being_asked(store, settings):
    case = split()
    hand_in(case, samples.picture())
    with daemon() as port:
        settings.ZOUTONG_SCANNER = f"clamd:127.0.0.1:{port}"
        Worker(once=True).run()
    assert states(case) == ["clean"]


def test_a_paper_that_cannot_be_opened_does_not_keep_the_others_waiting(store, settings):
    case = split()
    hand_in(case, samples.picture(), samples.picture("PNG"))
    vault().erase(papers(case.id)[0].place)
    with daemon() as port:
        settings.ZOUTONG_SCANNER = f"clamd:127.0.0.1:{port}"
        assert check_papers(at(40)) == 1
    assert states(case) == ["waiting", "clean"]


def test_where_the_bureau_gives_up_its_scanner_nothing_waits_for_ever(store, settings):
    case = split()
    hand_in(case, samples.picture())
    settings.ZOUTONG_SCANNER = ""
    assert check_papers(at(40)) == 1
    assert states(case) == ["unchecked"]
