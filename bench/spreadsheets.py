"""The catalogue out and in: 10,000 practices to XLSX, CSV and JSON, and 2,000 back in.

Each runs as the command does, in a process of its own; memory is the most it ever held. That it
stays the same for five times as many practices is what "constant memory" means.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.pages import manage

SIZES = (2_000, 10_000)
MEASURE = """
import resource, sys, time
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
started, busy = time.perf_counter(), time.process_time()
call_command(*sys.argv[1:], verbosity=0)
print(time.perf_counter() - started, time.process_time() - busy,
      resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def measured(*words: str) -> tuple[float, float, float]:
    """Seconds by the clock, seconds of processor, and megabytes."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "sdg_platform.settings"}
    environment.setdefault("DEBUG", "1")
    command = [sys.executable, "-c", MEASURE, *words]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    wall, cpu, memory = run.stdout.split()[-3:]
    return float(wall), float(cpu), float(memory)


def main() -> None:
    made = 0
    print(f"{'what':<28}{'practices':>10}{'wall s':>9}{'cpu s':>8}{'MB':>7}{'file MB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            manage(
                *("make_synthetic", "--practices", str(size - made), "--reflections", "0"),
                *("--organisations", "0", "--seed", str(size), "--verbosity", "0"),
            )
            made = size
            for form in ("xlsx", "csv", "json"):
                path = Path(folder) / f"{size}.{form}"
                told = measured("export_practices", "--format", form, "--output", str(path))
                row(f"export {form}", size, told, path)
        path = Path(folder) / "2000.xlsx"
        row("import xlsx, nothing new", 2_000, measured("import_practices", str(path)), path)
        fresh = Path(folder) / "fresh.json"
        text = (Path(folder) / "2000.json").read_text()
        fresh.write_text(
            text.replace('"uid": "', '"uid_elsewhere": "').replace('"title": "', '"title": "Ny ')
        )
        row("import json, all new", 2_000, measured("import_practices", str(fresh)), fresh)


def row(what: str, size: int, told: tuple[float, float, float], path: Path) -> None:
    wall, cpu, memory = told
    weight = path.stat().st_size / 1_000_000
    print(f"{what:<28}{size:>10,}{wall:>9.1f}{cpu:>8.1f}{memory:>7.0f}{weight:>9.1f}")


if __name__ == "__main__":
    main()
