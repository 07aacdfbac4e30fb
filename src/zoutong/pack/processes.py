"""Knows the processes of a pack: which files hold them, read when first asked for, so that a pack still loads at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.process import Process
from zoutong.process.read import read_bpmn


class Processes(Mapping[str, Process]):
    """Processes by id; the files are read, all of them, when the first one is asked for."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.files = tuple(files)
        self._read: dict[str, Process] | None = None

    def _all(self) -> dict[str, Process]:
        if self._read is None:
            found: dict[str, Process] = {}
            for file in self.files:
                for name, process in read_processes(file).items():
                    if name in found:
                        raise Fault(
                            "pack.process.twice",
                            Words(f"流程“{name}”出现在两个文件里。", f"The process “{name}” stands in two files."),
                            cure=Words("请给其中一个改名。", "Rename one of them."),
                            file=str(file),
                            row=process.line,
                        )
                    found[name] = process
            self._read = found
        return self._read

    def __getitem__(self, name: str) -> Process:
        """Give a process; KeyError when the pack has none of that id, Fault when a file cannot be read."""
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        """Go over the ids of the processes."""
        return iter(self._all())

    def __len__(self) -> int:
        """Count the processes."""
        return len(self._all())


def read_processes(file: Path) -> Mapping[str, Process]:
    """Read the processes of one file; Fault with file and line when it cannot be read."""
    return read_bpmn(file, file=str(file))
