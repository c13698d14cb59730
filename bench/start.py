"""How soon a server answers, and how much the first page weighs on the wire.

Starts real servers on a free port against example data in a scratch folder. The weight is what
a browser that accepts Brotli receives: headers and bodies of the page and all it links to.
"""

import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
LINKED = re.compile(rb'(?:src|href)="(/static/[^"]+)"')


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(environment: dict[str, str], port: int) -> tuple[subprocess.Popen, float]:
    """A server that answers `/health/`, and the seconds until it did."""
    began = time.perf_counter()
    server = subprocess.Popen(
        [
            sys.executable, "-m", "uvicorn", "sdg_platform.asgi:application",
            "--port", str(port), "--no-proxy-headers", "--log-level", "error",
        ],
        cwd=ROOT,
        env=environment,
    )  # fmt: skip
    while True:
        try:
            status, _body, _size = fetch(port, "/health/")
        except OSError:
            if server.poll() is not None:
                raise SystemExit("The server did not start.") from None
            time.sleep(0.005)
            continue
        if status == 200:
            return server, time.perf_counter() - began


def fetch(port: int, path: str) -> tuple[int, bytes, int]:
    """Status, body as sent, and the size of body and headers together."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": "br, gzip"})
    answer = connection.getresponse()
    body = answer.read()
    headers = sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
    connection.close()
    return answer.status, body, len(body) + headers


def plain(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    body = connection.getresponse().read()
    connection.close()
    return body


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        environment = {
            **os.environ,
            "DEBUG": "1",
            "DATABASE_URL": f"sqlite:///{scratch}/bench.sqlite3",
        }
        for command in (["migrate"], ["load_demo"], ["collectstatic", "--noinput"]):
            subprocess.run(
                [sys.executable, "manage.py", *command, "--verbosity", "0"],
                cwd=ROOT,
                env=environment,
                check=True,
            )
        starts = []
        for _run in range(5):
            port = free_port()
            server, seconds = start(environment, port)
            starts.append(seconds)
            last = len(starts) == 5
            if last:
                linked = sorted({name.decode() for name in LINKED.findall(plain(port, "/"))})
                answers = {path: fetch(port, path) for path in ["/", *linked]}
                wrong = [path for path, (status, _, _) in answers.items() if status != 200]
                if wrong:
                    raise SystemExit(f"Not served: {', '.join(wrong)}")
                sizes = {path: size for path, (_, _, size) in answers.items()}
            server.terminate()
            server.wait()
    print(
        f"cold start     {median(starts):6.2f} s   at most 1.0 s "
        f"({min(starts):.2f}-{max(starts):.2f})"
    )
    print(f"first load     {sum(sizes.values()) / 1000:6.1f} kB  at most 60 kB")
    print(f"requests       {len(sizes):6d}     at most 6, all to the own host")
    for path, size in sizes.items():
        print(f"  {size / 1000:6.1f} kB  {path}")


if __name__ == "__main__":
    main()
