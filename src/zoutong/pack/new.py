"""Knows how to begin a pack: a copy of the template under its own name, which passes every check from the first minute."""

from __future__ import annotations

import re
import shutil
import tempfile
from datetime import date
from pathlib import Path

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def new_pack(name: str, template: Path, packs: Path, on: date) -> Path:
    """Copy ``template`` to ``packs/name`` with its name and first day in ``pack.toml``; give the new folder.

    Fault when the name is no name, when the folder is already there, or when it cannot be written. The folder appears whole or not at all.
    """
    if not NAME.fullmatch(name) or len(name) > 60:
        raise Fault(
            "pack.new.name",
            Words(f"“{name}”不能作内容包的名字。", f"“{name}” cannot be the name of a pack."),
            cure=Words(
                "请用小写英文字母、数字和连字符，比如 skills-training。", "Use small letters, digits and hyphens, such as skills-training."
            ),
        )
    target = packs / name
    if target.exists() or target.is_symlink():
        raise Fault(
            "pack.new.there",
            Words("这个内容包已经有了。", "there is such a pack already."),
            cure=Words("请换一个名字。", "Take another name."),
            file=str(target),
        )
    if not (template / "pack.toml").is_file():
        raise Fault("pack.new.template", Words("找不到样板。", "the template is not there."), file=str(template))
    try:
        packs.mkdir(parents=True, exist_ok=True)
        # Written beside and renamed: a full disk or Ctrl-C must not leave half a pack behind.
        with tempfile.TemporaryDirectory(dir=packs, prefix=".new-") as beside:
            draft = Path(beside) / name
            shutil.copytree(template, draft)
            about = draft / "pack.toml"
            about.write_text(_named(about.read_text(encoding="utf-8"), name, on), encoding="utf-8")
            draft.rename(target)
    except OSError as trouble:
        reason = trouble.strerror or str(trouble)
        raise Fault("pack.new.write", Words(f"写不进去：{reason}。", f"it cannot be written: {reason}."), file=str(target)) from None
    return target


def _named(text: str, name: str, on: date) -> str:
    """Put the name and the first day in force into the text of ``pack.toml``."""
    text = re.sub(r'(?m)^name = ".*"$', f'name = "{name}"', text, count=1)
    return re.sub(r"(?m)^in_force_from = .*$", f"in_force_from = {on.isoformat()}", text, count=1)
