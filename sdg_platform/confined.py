"""Run a function on a stranger's bytes in a child process that may die without harm.

A parser of other people's files can be made to eat memory, run for ever or crash. So it runs
in a child with limits set by the kernel. One small server process per Python process is
started at the first call; it has a single thread, has imported the parser, and forks a child
per call in a few milliseconds. Forking the web server itself would be neither cheap nor safe,
because it has threads.

Trust flows one way. Arguments go to the child as a pickle; what comes back is JSON, so a
parser that was taken over cannot run anything here. The child gets no environment of ours
(no secrets), may write no file, and is ended by the kernel when its time is up.
"""

import atexit
import contextlib
import importlib
import json
import math
import os
import pickle
import resource
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

MEGABYTE = 1 << 20
MOST_RESULT = 64 * MEGABYTE
AT_ONCE = 4
# What some Pythons need to find their own libraries; nothing else of ours goes along.
LET_THROUGH = frozenset({"LD_LIBRARY_PATH", "PYTHONHOME"})
# What the parent waits beyond the child's own limit, for starting and for sending.
GRACE_SECONDS = 5.0

_LENGTH = struct.Struct("!Q")


class ConfinementError(Exception):
    """The function gave no result; the caller is unharmed."""


class OutOfMemory(ConfinementError):
    """The child asked for more memory than it was given."""


class OutOfTime(ConfinementError):
    """The child did not finish within its seconds."""


class Crashed(ConfinementError):
    """The child raised or died; the message names the exception where there was one."""


class Died(Crashed):
    """The child ended without a word: in C, mostly where memory was refused half-way."""


def run_confined(
    function: Callable[..., Any], *args: Any, memory_mb: int = 512, seconds: float = 10
) -> Any:
    """Return what the module-level `function` returns, if JSON can carry it.

    `memory_mb` bounds the address space of the child, `seconds` its life by the clock.
    Raises OutOfMemory, OutOfTime or Crashed, of which Died is one kind.
    """
    job = pickle.dumps((function.__module__, function.__qualname__, args, memory_mb, seconds))
    deadline = time.monotonic() + seconds + GRACE_SECONDS
    with _slots, _start_child(function.__module__) as child:
        began = time.monotonic()
        child.settimeout(max(deadline - began, GRACE_SECONDS))
        try:
            _send(child, job)
            answer = json.loads(_receive(child, limit=MOST_RESULT))
        except TimeoutError:
            raise OutOfTime from None
        except ValueError as error:
            raise Crashed(str(error)) from None
        except (OSError, EOFError):
            raise (OutOfTime if time.monotonic() - began >= seconds else Died) from None
    if "result" in answer:
        return answer["result"]
    raise OutOfMemory if answer["error"] == "MemoryError" else Crashed(answer["error"])


# --- In the calling process -----------------------------------------------------------------

_slots = threading.BoundedSemaphore(AT_ONCE)
_lock = threading.Lock()
_server: "_Server | None" = None


class _Server:
    """The process that forks; it ends when this one closes the control socket."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.control, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-c", _START, str(theirs.fileno()), *sys.path],
                env={"LANG": "C.UTF-8"} | {k: v for k, v in os.environ.items() if k in LET_THROUGH},
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )

    def is_ours(self) -> bool:
        """False in a forked copy of the process that started it, and after its death."""
        return self.pid == os.getpid() and self.process.poll() is None

    def close(self) -> None:
        self.control.close()
        if self.pid == os.getpid():
            self.process.wait()


_START = (
    "import sys; fd = int(sys.argv[1]); sys.path[:] = sys.argv[2:]; "
    "from sdg_platform.confined import serve; serve(fd)"
)


def _start_child(module: str) -> socket.socket:
    """A socket to a fresh child that has imported `module`."""
    ours, theirs = socket.socketpair()
    with theirs:
        for attempt in (1, 2):
            try:
                with _lock:
                    control = _running_server().control
                    socket.send_fds(control, [_LENGTH.pack(len(module))], [theirs.fileno()])
                    control.sendall(module.encode())
                return ours
            except OSError:
                if attempt == 2:
                    ours.close()
                    raise
    raise AssertionError


def _running_server() -> _Server:
    global _server
    if _server is None or not _server.is_ours():
        if _server is not None:
            _server.close()
        _server = _Server()
    return _server


@atexit.register
def _close_server() -> None:
    global _server
    if _server is not None:
        _server.close()
        _server = None


# --- In the forking process and its children --------------------------------------------------


def serve(fd: int) -> None:
    """Fork a child for each socket that arrives over `fd`, until the other end closes."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    with socket.socket(fileno=fd) as control:
        while True:
            head, fds, _, _ = socket.recv_fds(control, _LENGTH.size, 1)
            if not fds:
                return
            module = _read_exactly(control, _LENGTH.unpack(head)[0]).decode()
            with socket.socket(fileno=fds[0]) as job:
                # A module that cannot be imported is reported by the child, which tries again.
                with contextlib.suppress(Exception):
                    importlib.import_module(module)
                if os.fork() == 0:
                    control.close()
                    _answer(job)


def _answer(job: socket.socket) -> None:
    """Do one job within its limits, and end the process whatever happens."""
    try:
        module, name, args, memory_mb, seconds = pickle.loads(  # noqa: S301
            _receive(job, limit=None)
        )
        _confine(memory_mb, seconds)
        function = getattr(importlib.import_module(module), name)
        answer = json.dumps({"result": function(*args)})
    except BaseException as error:
        answer = json.dumps({"error": type(error).__name__})
    with contextlib.suppress(OSError):
        _send(job, answer.encode())
    os._exit(0)


def _confine(memory_mb: int, seconds: float) -> None:
    """Let the kernel end this process if it takes more than it was given."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    cpu = math.ceil(seconds) + 1
    for kind, amount in (
        (resource.RLIMIT_AS, memory_mb * MEGABYTE),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        soft = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(kind, (soft, soft))


# --- Both sides: a length, then that many bytes -----------------------------------------------


def _send(peer: socket.socket, data: bytes) -> None:
    peer.sendall(_LENGTH.pack(len(data)))
    peer.sendall(data)


def _receive(peer: socket.socket, *, limit: int | None) -> bytes:
    (length,) = _LENGTH.unpack(_read_exactly(peer, _LENGTH.size))
    if limit is not None and length > limit:
        raise ValueError("the result is too large")
    return _read_exactly(peer, length)


def _read_exactly(peer: socket.socket, length: int) -> bytes:
    received = bytearray()
    while len(received) < length:
        chunk = peer.recv(min(length - len(received), MEGABYTE))
        if not chunk:
            raise EOFError("the child ended without an answer")
        received += chunk
    return bytes(received)
