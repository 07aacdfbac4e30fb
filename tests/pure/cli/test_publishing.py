import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from zoutong.cli import main
from zoutong.cli.rehearse import rehearsed
from zoutong.kernel.error import Fault
from zoutong.pack.publication import publish, published

PACKS = Path(__file__).resolve().parents[3] / "packs"
DAY = date(2026, 11, 24)


@pytest.fixture
def pack(tmp_path):
    for name in ("common", "labour-rights"):
        shutil.copytree(PACKS / name, tmp_path / name, ignore=shutil.ignore_patterns("publications.jsonl"))
    return tmp_path / "labour-rights"


def test_a_pack_is_published_once_and_any_change_unpublishes_it(pack):
    assert published(pack) is None
    first = publish(pack, DAY, "wang", ("happy",))
    assert published(pack) == first == publish(pack, DAY, "li", ())
    (pack.parent / "common" / "laws.csv").open("a", encoding="utf-8").write("\n")
    assert published(pack) is None
    with pytest.raises(Fault, match=r"pack\.toml"):
        publish(pack, DAY, "wang", ())


def test_a_pack_whose_rehearsal_fails_is_not_published(pack, capsys, monkeypatch):
    # The other checks have tests of their own and take their time.
    monkeypatch.setattr("zoutong.cli.publish.extras", lambda: (rehearsed,))
    monkeypatch.setattr("zoutong.pack.check.tables", lambda *_: ())
    script = pack / "rehearsals" / "happy.jsonl"
    script.write_text(script.read_text(encoding="utf-8").replace('"trips": 1', '"trips": 3'), encoding="utf-8")
    assert main(["publish", str(pack), "--by", "wang"]) == 1
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["file"], one["row"], one["code"]) for one in said] == [("rehearsals/happy.jsonl", 8, "pack.rehearsal")]
    assert published(pack) is None
