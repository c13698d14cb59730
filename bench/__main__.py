"""Runs every benchmark of this folder: `python -m bench`, or `python -m bench notes start`.

Numbers behind a name are that benchmark's own: `python -m bench loss 2000 200 live 200`. Each is
a module of its own with a docstring that says what it measures, and runs in a process of its own,
so that no cache of one helps another. They get an empty, migrated database that is thrown away: a
file, or one beside that of DATABASE_URL on PostgreSQL.
"""

import ast
import os
import platform
import subprocess
import sys
from pathlib import Path

from bench.pages import manage, scratch_database

HERE = Path(__file__).parent


def main() -> int:
    wanted = with_numbers(sys.argv[1:])
    modules = sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    unknown = {name for name, *_ in wanted} - set(modules)
    if unknown:
        print(
            f"There is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(modules)}."
        )
        return 2
    database = os.environ.get("DATABASE_URL", "sqlite").split(":")[0]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {database}")
    with scratch_database() as address:
        os.environ["DATABASE_URL"] = address
        manage("migrate", "--verbosity", "0")
        every = [[module] for module in modules]
        failed = [words[0] for words in wanted or every if not finishes(*words)]
    if failed:
        print(f"\nDid not finish: {', '.join(failed)}")
    return 1 if failed else 0


def with_numbers(words: list[str]) -> list[list[str]]:
    """Each benchmark's name with the numbers that stand behind it."""
    wanted: list[list[str]] = []
    for word in words:
        if word.isdigit() and wanted:
            wanted[-1].append(word)
        else:
            wanted.append([word])
    return wanted


def finishes(name: str, *numbers: str) -> bool:
    source = (HERE / f"{name}.py").read_text(encoding="utf-8")
    says = (ast.get_docstring(ast.parse(source)) or "").splitlines()[0]
    print(f"\n== {name}: {says} (load {os.getloadavg()[0]:.1f})", flush=True)
    command = [sys.executable, "-m", f"bench.{name}", *numbers]
    return subprocess.run(command, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
