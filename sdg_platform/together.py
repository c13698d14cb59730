"""Several threads store something at once: one transaction, one flush to disk for all of them.

A flush takes some five milliseconds however much it writes, on SQLite one writer at a time has
the file, and to store eight notes at once costs hardly more of Django's work than to store one.
"""

from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

from django.db import OperationalError, connection, transaction

Item = TypeVar("Item")
Result = TypeVar("Result")


class _Job(Generic[Item, Result]):
    """What one thread brings; answered by whichever thread comes to store it."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.is_done = False
        # Stands where whoever was storing it is stopped by force.
        self.answer: Result | Exception = InterruptedError("This was not stored.")

    def result(self) -> Result:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Together(Generic[Item, Result]):
    """Stores what several threads bring at the same time, all of it at once.

    `store` is called within a transaction with everything that waits. It returns for each what it
    became, or the exception that says why not. Nobody is answered before it is on disk. What
    `store` itself raises may be one item's fault: then each is stored alone. Where the database is
    in trouble, each is told.
    """

    def __init__(self, store: Callable[[Sequence[Item]], Sequence[Result | Exception]]) -> None:
        self._store = store
        self._turn = Lock()
        self._waiting: deque[_Job[Item, Result]] = deque()

    def run(self, item: Item) -> Result:
        """What `item` became, once that is stored; raises why it was not.

        It may be stored by another thread, on that one's connection. Within a transaction it is
        stored at once, as a part of it.
        """
        job: _Job[Item, Result] = _Job(item)
        if connection.in_atomic_block:
            self._answer([job])
            return job.result()
        self._waiting.append(job)
        with self._turn:
            if not job.is_done:
                self._run([self._waiting.popleft() for _ in range(len(self._waiting))])
        return job.result()

    def _run(self, jobs: Sequence[_Job[Item, Result]]) -> None:
        try:
            error = self._answer(jobs)
            if len(jobs) > 1 and error and not isinstance(error, OperationalError):
                for job in jobs:
                    self._answer([job])
        finally:
            for job in jobs:
                job.is_done = True

    def _answer(self, jobs: Sequence[_Job[Item, Result]]) -> Exception | None:
        """Store them in one transaction; where that fails, the error that answers them all."""
        answers: Sequence[Result | Exception]
        failed = None
        try:
            with transaction.atomic():
                answers = self._store([job.item for job in jobs])
        except Exception as error:
            failed = error
            answers = [error] * len(jobs)
        for job, answer in zip(jobs, answers, strict=True):
            job.answer = answer
        return failed
