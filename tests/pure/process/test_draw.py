import random
import re
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from tests.golden.bpmn.models import Maker
from tests.pure.process.sketch import bpmn

from zoutong.kernel.words import Words
from zoutong.process.di import write_di
from zoutong.process.draw import HERE, fitted, svg, table
from zoutong.process.layout import from_file, lay_out, layout
from zoutong.process.measure import LINE, width, wrap
from zoutong.process.model import ACTIVITIES
from zoutong.process.names import place_names
from zoutong.process.read import read_bpmn
from zoutong.process.sizes import HEAD, PAD

FILES = sorted((Path(__file__).resolve().parents[3] / "packs").glob("*/processes/*.bpmn"))
PROCESSES = [process for file in FILES for process in read_bpmn(file).values()]
NAMES = [process.id for process in PROCESSES]
SVG = "{http://www.w3.org/2000/svg}"


def shrunk(b, by=0.5):
    return b.x + by, b.y + by, b.x + b.width - by, b.y + b.height - by


def meet(a, b):
    left, top, right, bottom = shrunk(a)
    left2, top2, right2, bottom2 = shrunk(b)
    return left < right2 and left2 < right and top < bottom2 and top2 < bottom


def around(process, name):
    """Give the open sub-processes around a node."""
    found = set()
    at = process.nodes[name].parent
    while at:
        found.add(at)
        at = process.nodes[at].parent
    return found


def belong(process, a, b):
    """Tell whether two shapes may share room: one stands in the other, or on its border."""
    hosts = {n: process.nodes[n].attached_to for n in (a, b)}
    return a in around(process, b) or b in around(process, a) or hosts[a] == b or hosts[b] == a or b in around(process, hosts[a] or a)


def overlaps(process, at):
    return [(a, b) for a, b in combinations(at.shapes, 2) if not belong(process, a, b) and meet(at.shapes[a], at.shapes[b])]


def on_border(point, b):
    within_x, within_y = b.x - 0.6 <= point.x <= b.x + b.width + 0.6, b.y - 0.6 <= point.y <= b.y + b.height + 0.6
    edge_x = min(abs(point.x - b.x), abs(point.x - b.x - b.width)) < 0.6
    edge_y = min(abs(point.y - b.y), abs(point.y - b.y - b.height)) < 0.6
    return within_x and within_y and (edge_x or edge_y)


def loose_ends(process, at):
    return [
        f.id
        for f in process.flows.values()
        if not on_border(at.lines[f.id][0], at.shapes[f.source]) or not on_border(at.lines[f.id][-1], at.shapes[f.target])
    ]


def cut_through(process, at):
    """Give the lines that run through a shape which does not hold them."""
    found = []
    for flow in process.flows.values():
        for a, b in pairwise(at.lines[flow.id]):
            for name, shape in at.shapes.items():
                left, top, right, bottom = shrunk(shape, 1.0)
                hit = min(a.x, b.x) < right and left < max(a.x, b.x) and min(a.y, b.y) < bottom and top < max(a.y, b.y)
                if hit and name not in around(process, flow.source) and process.nodes[flow.source].attached_to != name:
                    found.append((flow.id, name))
    return found


def text_of(drawing):
    return " ".join("".join(e.itertext()) for e in ET.fromstring(drawing).iter(f"{SVG}text"))


def test_the_labour_rights_service_is_drawn_as_its_five_processes():
    assert {"labour_rights", "inspection", "mediation", "arbitration", "referral"} <= set(NAMES)


@pytest.mark.parametrize("process", PROCESSES, ids=NAMES)
class TestEveryProcessOfThePacks:
    def test_carries_its_drawing_so_that_every_editor_opens_it(self, process):
        assert from_file(process) is not None

    def test_is_drawn_with_no_shape_on_another(self, process):
        for at in (lay_out(process), layout(process)):
            assert overlaps(process, at) == []

    def test_is_drawn_with_lines_that_touch_their_two_shapes(self, process):
        for at in (lay_out(process), layout(process)):
            assert loose_ends(process, at) == []

    def test_is_drawn_with_lines_that_run_through_no_shape(self, process):
        for at in (lay_out(process), layout(process)):
            assert cut_through(process, at) == []

    def test_is_drawn_with_level_and_upright_lines_only(self, process):
        for points in [*lay_out(process).lines.values(), *layout(process).lines.values()]:
            assert all(abs(a.x - b.x) < 0.1 or abs(a.y - b.y) < 0.1 for a, b in pairwise(points))

    def test_has_no_name_on_a_shape_or_on_another_name(self, process):
        for at in (lay_out(process), layout(process)):
            solid = {n: b for n, b in at.shapes.items() if not process.inside.get(n)}
            assert [(a, b) for a, b in combinations(at.names, 2) if meet(at.names[a], at.names[b])] == []
            assert [(n, s) for n, b in at.names.items() for s, shape in solid.items() if meet(b, shape)] == []

    def test_stands_in_its_lanes(self, process):
        at = layout(process)
        for lane in process.lanes.values():
            band = at.lanes[lane.id]
            for name in lane.nodes:
                shape = at.shapes[name]
                assert band.y <= shape.y + shape.height / 2 <= band.y + band.height
                assert band.x <= shape.x
                assert shape.x + shape.width <= band.x + band.width

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_keeps_every_word_inside_its_box(self, process, lang):
        at = layout(process)
        for node in process.nodes.values():
            shape, words = at.shapes[node.id], node.words.in_language(lang)
            if node.kind in ACTIVITIES and not process.inside.get(node.id):
                lines, size = fitted(words, shape.width - 2 * PAD, shape.height - HEAD - PAD)
                assert size >= 12, words
                assert max(width(line, size) for line in lines) <= shape.width - 2 * PAD
                assert len(lines) * size * LINE <= shape.height - 2 * PAD
            elif node.id in at.names:
                lines = wrap(words, at.names[node.id].width, 12)
                assert len(lines) * 12 * LINE <= at.names[node.id].height + 1, words

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_is_one_well_formed_picture_with_title_and_description_and_no_style(self, process, lang):
        drawing = svg(
            process, lang, here=[next(iter(process.nodes))], passed=list(process.nodes)[1:4], badges={next(iter(process.nodes)): "12"}
        )
        root = ET.fromstring(drawing)
        assert root.tag == f"{SVG}svg"
        ids = {e.get("id") for e in root.iter()}
        assert all(name in ids for name in root.get("aria-labelledby").split())
        assert root.find(f"{SVG}title").text == process.words.in_language(lang)
        assert not re.search(r"<(style|script|foreignObject|image|use)\b| style=| on\w+=|href=|url\(", drawing)

    def test_names_in_both_languages_everything_that_a_person_reads(self, process):
        for named in [
            *(n for n in process.nodes.values() if n.named),
            *process.lanes.values(),
            *(f for f in process.flows.values() if f.words.zh),
        ]:
            assert re.search(r"[\u4e00-\u9fff]", named.words.zh), named.id
            assert not re.search(r"[\u4e00-\u9fff]", named.words.en), named.id

    def test_has_a_table_that_tells_the_same_steps(self, process):
        rows = table(process, "zh", here=[n.id for n in process.nodes.values() if n.kind == "user"][:1])
        assert {row.node for row in rows} == {n.id for n in process.nodes.values() if n.kind in ACTIVITIES}
        assert [row.state for row in rows].count(HERE.zh) == 1
        assert all(row.role for row in rows if process.nodes[row.node].kind == "user")


def test_you_are_here_is_said_in_words_and_in_the_language_of_the_page():
    process = read_bpmn(bpmn("start s\nuser a\nend e\ns -> a\na -> e").encode())["p"]
    assert "你在这里" in text_of(svg(process, "zh", here=["a"]))
    assert "You are here" in text_of(svg(process, "en", here=["a"]))
    assert "你在这里" not in text_of(svg(process, "zh"))
    assert "a" in ET.fromstring(svg(process, "en", here=["a"])).find(f"{SVG}desc").text


def test_what_the_process_does_not_have_is_left_out_of_its_drawing():
    process = read_bpmn(bpmn("start s\nuser a\nend e\ns -> a\na -> e").encode())["p"]
    assert svg(process, "zh", here=["elsewhere"], passed=["gone"], badges={"never": "9"}) == svg(process, "zh")


def test_a_number_stands_where_no_picture_of_the_task_is_covered():
    process = read_bpmn(bpmn("start s\nuser a\nend e\ns -> a\na -> e").encode())["p"]
    shape = layout(process).shapes["a"]
    drawing = ET.fromstring(svg(process, "zh", badges={"a": "1234"}))
    box = next(e for e in drawing.iter(f"{SVG}rect") if e.get("rx") == "9")
    assert float(box.get("x")) > shape.x + 24
    assert float(box.get("y")) > shape.y + 24


def test_names_full_of_marks_do_no_harm():
    process = read_bpmn(
        bpmn("start s\nuser a\nend e\ns -> a\na -> e").replace('name="a"', 'name="&lt;script&gt;&amp;&quot;&#9;x"').encode()
    )["p"]
    drawing = svg(process, "zh", here=["a"], badges={"a": "<b>\u0001"}, title="</title><x>")
    assert "<script" not in drawing
    assert ET.fromstring(drawing).find(f"{SVG}title").text == "</title><x>"


def test_a_loop_is_led_back_around_what_it_repeats():
    process = read_bpmn(bpmn("start s\nuser a\nuser b\nxor x\nend e\ns -> a\na -> b\nb -> x\nx -> a : again = true\nx => e").encode())["p"]
    at = lay_out(process)
    assert cut_through(process, at) == []
    assert len(at.lines["x_a"]) > 2


@pytest.mark.parametrize("seed", range(120))
def test_a_random_process_is_drawn_without_overlap_and_with_every_line_in_place(seed):
    process = read_bpmn(Maker(seed).make().xml.encode())["p"]
    at = lay_out(process)
    assert overlaps(process, at) == []
    assert loose_ends(process, at) == []
    ET.fromstring(svg(process, "zh"))


def test_no_shape_of_a_process_however_odd_stops_the_drawing():
    chance = random.Random(7)
    for _ in range(60):
        names = [f"n{i}" for i in range(chance.randint(1, 14))]
        kinds = ["user", "xor", "and", "or", "first", "end", "start", "task", "manual"]
        flows = {(chance.choice(names), chance.choice(names)) for _ in range(chance.randint(0, 25))}
        sketch = "\n".join([*(f"{chance.choice(kinds)} {name}" for name in names), *(f"{a} -> {b}" for a, b in flows)])
        process = read_bpmn(bpmn(sketch).encode())["p"]
        ET.fromstring(svg(process, "en"))
        assert len(table(process, "en")) == sum(n.kind in ACTIVITIES for n in process.nodes.values())


def test_writing_the_drawing_into_a_file_leaves_the_rest_of_it_as_it_was():
    for file in FILES:
        before = file.read_bytes()
        bare = re.sub(rb"\s*<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", b"", before, flags=re.DOTALL)
        assert b"BPMNShape" not in bare
        written = write_di(bare)
        assert written == write_di(written)
        assert re.sub(rb"\s*<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", b"", written, flags=re.DOTALL) == bare
        made = next(iter(read_bpmn(written).values()))
        assert from_file(made) is not None


def test_a_drawing_from_another_editor_is_shown_as_it_stands():
    process = read_bpmn(write_di(bpmn("start s\nuser a\nend e\ns -> a\na -> e").encode()).replace(b'width="132.0"', b'width="200.0"'))["p"]
    assert layout(process).shapes["a"].width == 200


@pytest.mark.parametrize(
    "text, limit, expected",
    [
        ("来访人评价", 200, ("来访人评价",)),
        ("调查取证（两人以上）", 100, ("调查取证", "（两人以上）")),
        ("Ask whether it was paid", 90, ("Ask whether", "it was paid")),
    ],
)
def test_words_break_where_a_reader_expects_it(text, limit, expected):
    assert wrap(text, limit, 14) == expected


def test_every_wrapped_line_is_inside_the_limit_and_no_mark_is_lost():
    chance = random.Random(3)
    for _ in range(400):
        text = "".join(chance.choice("劳动监察，。（）abc de—W“”7") for _ in range(chance.randint(1, 40)))
        lines = wrap(text, 90, 14)
        assert "".join("".join(lines).split()) == "".join(text.split())
        assert all(width(line, 14) <= 90 + 14 for line in lines)


def test_roles_are_called_by_the_words_that_the_pack_gives_them():
    process = read_bpmn(bpmn("start s\nuser a role=router\nend e\ns -> a\na -> e").encode())["p"]
    assert table(process, "en", roles={"router": Words("分流岗", "Routing desk")})[0].role == "Routing desk"
    assert table(process, "en")[0].role == "router"


def test_the_name_of_a_line_gives_way_to_whatever_stands_where_it_would_stand():
    text = bpmn("start s\nuser a\nend e\ns -> a\na -> e").replace('id="a_e"', 'id="a_e" name="受理"')
    process = read_bpmn(text.encode())["p"]
    at = lay_out(process)
    free = place_names(process, at.shapes, at.lines, {}, (at.width, at.height))["a_e"]
    taken = place_names(process, at.shapes, at.lines, {"other": free}, (at.width, at.height))["a_e"]
    blocked = place_names(process, {**at.shapes, "s": free}, at.lines, {}, (at.width, at.height))["a_e"]
    assert not meet(free, taken)
    assert not meet(free, blocked)
