"""Several threads store something at once: one transaction, one flush to disk for all of them.

A flush takes some five milliseconds however much it writes, and on SQLite one writer at a time
has the file: two hundred notes in a second would otherwise wait for two hundred flushes.
"""

from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any, Generic, TypeVar

from django.db import connection, transaction

T = TypeVar("T")


class _Job(Generic[T]):
    """What one thread wants to store; answered by whichever thread comes to do it."""

    def __init__(self, store: Callable[[], T]) -> None:
        self.store = store
        self.result: T
        self.error: BaseException | None = None
        self.is_done = False

    def try_it(self) -> None:
        """In a part of the transaction of its own: its failure is nobody else's."""
        try:
            with transaction.atomic():
                self.result = self.store()
        except Exception as error:
            self.error = error

    def answer(self) -> T:
        if self.error is not None:
            raise self.error
        return self.result


class Together(Generic[T]):
    """Runs what several threads bring at the same time in one transaction.

    `finish` is called with all results before it is stored, and may add to it. Nobody is answered
    before everything is on disk; where that fails, each is told.
    """

    def __init__(self, finish: Callable[[Sequence[T]], Any]) -> None:
        self._finish = finish
        self._turn = Lock()
        self._waiting: deque[_Job[T]] = deque()

    def run(self, store: Callable[[], T]) -> T:
        """What `store` returns, once it is stored; what it raises, and then nothing is stored.

        `store` may run in another thread, on that one's connection. Within a transaction it runs
        at once, as a part of it.
        """
        if connection.in_atomic_block:
            return self._alone(store)
        job = _Job(store)
        self._waiting.append(job)
        with self._turn:
            if not job.is_done:
                self._run([self._waiting.popleft() for _ in range(len(self._waiting))])
        return job.answer()

    def _alone(self, store: Callable[[], T]) -> T:
        with transaction.atomic():
            result = store()
            self._finish([result])
            return result

    def _run(self, jobs: list[_Job[T]]) -> None:
        try:
            if len(jobs) == 1:
                jobs[0].result = self._alone(jobs[0].store)
            else:
                self._all(jobs)
        except BaseException as error:
            for job in jobs:
                job.error = job.error or error
            if not isinstance(error, Exception):
                raise
        finally:
            for job in jobs:
                job.is_done = True

    def _all(self, jobs: list[_Job[T]]) -> None:
        with transaction.atomic():
            for job in jobs:
                job.try_it()
            self._finish([job.result for job in jobs if job.error is None])
