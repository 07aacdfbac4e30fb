"""Knows where packs are looked for: where the person stands, else beside the program."""

from __future__ import annotations

from pathlib import Path

import zoutong
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

USUAL = "packs/labour-rights"


def repository() -> Path:
    """Give the folder of the checkout that this program runs from."""
    return Path(zoutong.__file__).resolve().parents[2]


def packs_folder() -> Path:
    """Give the folder of packs: ``packs`` here when it is there, else the checkout's."""
    here = Path("packs")
    return here if here.is_dir() else repository() / "packs"


def pack_folder(said: Path | None) -> Path:
    """Give the folder of the pack that was named, or of the usual one; Fault when there is none."""
    candidates = [said] if said else [Path(USUAL), repository() / USUAL]
    for folder in candidates:
        if (folder / "pack.toml").is_file():
            return folder
    raise Fault(
        "pack.absent",
        Words("这里没有内容包。", "there is no pack here."),
        cure=Words("请用 --pack 指明文件夹。", "Name its folder with --pack."),
        file=str(candidates[0]),
    )
