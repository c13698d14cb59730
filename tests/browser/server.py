"""The real server in a process of its own: pytest's speaks WSGI, where nothing is streamed."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# One process for both: starting Django costs more than reading the example data.
FILL = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_demo", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
"""
PATIENCE = 90


class Server:
    """uvicorn on a port that it keeps when it is started again, over one SQLite file."""

    def __init__(self, folder):
        self.database = folder / "board.sqlite3"
        self.log = folder / "server.log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.environ = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.streaming",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "MEDIA_ROOT": str(folder / "media"),
            "SITE_URL": self.url,
            "DEBUG": "1",
            "RATE_LIMITS": "off",
        }
        self.process = None

    def fill(self):
        (self.database.parent / "media").mkdir()
        subprocess.run([sys.executable, "-c", FILL], cwd=ROOT, env=self.environ, check=True)

    def start(self):
        command = "-m uvicorn sdg_platform.asgi:application --host 127.0.0.1 --no-proxy-headers"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *command.split(), "--port", str(self.port)],
                cwd=ROOT,
                env=self.environ,
                stdout=log,
                stderr=log,
            )
        self.wait()

    def wait(self):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                return urllib.request.urlopen(f"{self.url}/health/", timeout=5).close()
            except OSError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text()[-2_000:])

    def kill(self):
        """As a power cut does: nobody is told."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def rows(self, question, *values):
        """Read the file behind the server's back."""
        rows = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return rows.execute(question, values).fetchall()
        finally:
            rows.close()
