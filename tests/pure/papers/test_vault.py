"""What is promised of a kept paper: whole or not at all, never changed unseen, never read without its key."""

import errno
import hashlib
import io
import os
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pure.papers.ring import Ring

from zoutong.kernel.error import Fault
from zoutong.papers import vault as vault_module
from zoutong.papers.sealed import PIECE, seal, unseal
from zoutong.papers.vault import Vault

WORDS = "拖欠工资".encode()


@pytest.fixture
def vault(tmp_path):
    return Vault(tmp_path / "papers", Ring())


def files(vault):
    return sorted(p for p in vault.folder.rglob("*") if p.is_file())


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 5])
def test_what_is_kept_is_what_comes_out(vault, size):
    content = os.urandom(size)
    kept = vault.put([content[:10], content[10:]])
    assert b"".join(vault.read(kept.id)) == content
    assert (kept.sha256, kept.size, kept.key) == (hashlib.sha256(content).hexdigest(), size, "k1")
    vault.check(kept)


def test_nothing_readable_lies_on_the_disk_and_nobody_else_may_open_it(vault):
    kept = vault.put([WORDS * 50])
    place = vault._place(kept.id)
    assert WORDS not in place.read_bytes()
    assert place.stat().st_mode & 0o077 == 0
    assert files(vault) == [place]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_sealed_content_that_was_changed_anywhere_is_refused(data):
    plain = data.draw(st.binary(max_size=200)) + bytes(data.draw(st.sampled_from([0, PIECE, 2 * PIECE])))
    whole = b"".join(seal([plain], Ring(), b"a"))
    at = data.draw(st.integers(0, len(whole) - 1))
    ways = {
        "bent": whole[:at] + bytes([whole[at] ^ (1 << data.draw(st.integers(0, 7)))]) + whole[at + 1 :],
        "cut": whole[:at],
        "longer": whole + b"\0",
    }
    for bent in ways.values():
        with pytest.raises(Fault):
            b"".join(unseal(io.BytesIO(bent), Ring(), b"a"))
    with pytest.raises(Fault):
        b"".join(unseal(io.BytesIO(whole), Ring(), b"b"))
    assert b"".join(unseal(io.BytesIO(whole), Ring(), b"a")) == plain


def test_pieces_that_changed_places_are_refused():
    whole = b"".join(seal([bytes(3 * PIECE)], Ring(), b"a"))
    head = len(whole) - 3 * (PIECE + 16)
    one, two = whole[head : head + PIECE + 16], whole[head + PIECE + 16 : head + 2 * (PIECE + 16)]
    with pytest.raises(Fault):
        b"".join(unseal(io.BytesIO(whole[:head] + two + one + whole[head + 2 * (PIECE + 16) :]), Ring(), b"a"))
    # Cut at the border of a piece: every piece is sound, only the last one is missing.
    with pytest.raises(Fault):
        b"".join(unseal(io.BytesIO(whole[: -PIECE - 16]), Ring(), b"a"))


def test_a_paper_that_lies_in_the_place_of_another_is_refused(vault):
    one, two = vault.put([b"one"]), vault.put([b"two"])
    vault._place(one.id).write_bytes(vault._place(two.id).read_bytes())
    with pytest.raises(Fault) as caught:
        b"".join(vault.read(one.id))
    assert caught.value.code == "paper.seal"


@pytest.mark.parametrize("step", ["seal", "fsync", "replace", "content"])
def test_a_disk_or_sender_that_fails_leaves_nothing_half_made(vault, monkeypatch, step):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "full")

    def content():
        yield b"half"
        if step == "content":
            raise OSError(errno.ECONNRESET, "gone")

    if step == "seal":
        monkeypatch.setattr(vault_module, "seal", full)
    elif step == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    elif step == "replace":
        monkeypatch.setattr(type(vault.folder), "replace", full)
    with pytest.raises(Fault) as caught:
        vault.put(content())
    assert caught.value.code == "paper.not_kept"
    assert files(vault) == []


def test_an_interrupted_write_leaves_nothing_half_made(vault):
    def content():
        yield b"half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        vault.put(content())
    assert files(vault) == []


def test_what_a_dead_process_left_half_made_is_swept_after_a_day(vault):
    vault.put([b"x"])
    left = vault.folder / "making" / "dead"
    left.write_bytes(b"half")
    assert vault.sweep() == 0
    assert vault.sweep(now=left.stat().st_mtime + 100_000) == 1
    assert len(files(vault)) == 1


def test_a_large_paper_takes_little_memory(vault):
    tracemalloc.start()
    kept = vault.put(bytes(PIECE) for _ in range(800))
    assert sum(map(len, vault.read(kept.id))) == 800 * PIECE == kept.size
    assert tracemalloc.get_traced_memory()[1] < 3_000_000
    tracemalloc.stop()


def test_an_erased_paper_is_gone(vault):
    kept = vault.put([b"x"])
    assert vault.erase(kept.id)
    assert not vault.erase(kept.id)
    assert not vault.holds(kept.id)
    with pytest.raises(Fault) as caught:
        next(vault.read(kept.id))
    assert caught.value.code == "paper.absent"


def test_a_new_key_takes_over_and_the_old_one_may_go(vault):
    kept = [vault.put([bytes([n]) * 1000]) for n in range(3)]
    both = Vault(vault.folder, Ring("k2", "k1"))
    assert [both.rekey(k.id) for k in kept] == [True] * 3
    assert [both.rekey(k.id) for k in kept] == [False] * 3
    alone = Vault(vault.folder, Ring("k2"))
    for k in kept:
        alone.check(k)
    with pytest.raises(Fault) as caught:
        b"".join(vault.read(kept[0].id))
    assert caught.value.code == "paper.key"


def test_orphans_and_missing_papers_are_named(vault):
    one, two = vault.put([b"1"]), vault.put([b"2"])
    (vault.folder / "ab").mkdir(exist_ok=True)
    (vault.folder / "ab" / "readme.sealed").write_bytes(b"not ours")
    absent = "0" * 32
    assert vault.orphans({one.id, absent}) == (frozenset({two.id}), frozenset({absent}))


@pytest.mark.parametrize("claimed", ["", "../../etc/passwd", "A" * 32, "0" * 31, "0" * 32 + "\n"])
def test_an_id_is_never_a_path(vault, claimed):
    with pytest.raises(Fault):
        next(vault.read(claimed))
