"""What a parser under attack may do, for the tests of the confinement."""

import ctypes
import os
import signal
import time


def describe(data, text):
    return {"bytes": len(data), "text": text}


def eat():
    hoard = []
    while True:
        hoard.append(bytearray(10_000_000))


def hang():
    time.sleep(60)


def burn():
    while True:
        pass


def hang_without_signals():
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    while True:
        pass


def die():
    ctypes.string_at(0)


def leave():
    os._exit(3)


def raise_error():
    raise KeyError("secret")


def return_bytes():
    return b"no JSON"


def return_too_much():
    return "x" * (65 << 20)


def recurse():
    return recurse()


def environment():
    return dict(os.environ)


def write(path):
    with open(path, "w") as file:
        file.write("x" * 10)
