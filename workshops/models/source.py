"""The document that notes came from, byte for byte."""

import hashlib
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext

from sdg_platform.text import NOTE_LIMIT, clean_text
from workshops.documents import DocumentRefused, read_document
from workshops.documents.limits import MOST_PARAGRAPHS
from workshops.guesses import Ticked
from workshops.models.incoming import NewReflection
from workshops.models.workshop import Workshop
from workshops.notes import Note, NotPlaced, ParsedNotes, parse_notes
from workshops.reading.headings import QUADRANTS
from workshops.reading.placing import can_be_placed, words_of

if TYPE_CHECKING:
    from sdg_platform.accounts.models import User
    from workshops.models.reflection import Reflection

# A preview that nobody came back to is thrown away at the next upload.
PREVIEW_LIVES = timedelta(days=1)
NO_TICKS: Ticked = {}


class SourceQuerySet(models.QuerySet["Source"]):
    def abandoned(self) -> Self:
        """Previews that were neither confirmed nor cancelled within a day."""
        return self.filter(confirmed_at__isnull=True, created_at__lt=timezone.now() - PREVIEW_LIVES)

    def receive(
        self, workshop: Workshop, *, name: str, content: bytes, by: "User | None" = None
    ) -> "Source":
        """Keep a document unconfirmed; the same bytes in the same workshop are one source.

        `name` is empty for pasted text, whose bytes are UTF-8.
        """
        with transaction.atomic():
            self.abandoned().delete()
            source, is_new = self.get_or_create(
                workshop=workshop,
                sha256=hashlib.sha256(content).hexdigest(),
                defaults={"name": name, "content": content, "created_by": by},
            )
            if not is_new and source.confirmed_at is None:
                # What it is read as follows from its name, so the name last read counts.
                source.name, source.created_by, source.created_at = name, by, timezone.now()
                source.save(update_fields=["name", "created_by", "created_at"])
            return source

    def store_document(
        self,
        workshop: Workshop,
        notes: Sequence[Note],
        *,
        name: str,
        content: bytes,
        by: "User | None" = None,
    ) -> int:
        """Keep a document and its notes in one go; returns how many notes were new.

        A document that was confirmed before adds nothing: what was edited, deleted or left
        out since is somebody's decision.
        """
        with transaction.atomic():
            workshop.lock()
            source = self.receive(workshop, name=name, content=content, by=by)
            return 0 if source.confirmed_at else source.store(notes, by=by)


class Source(models.Model):
    """The document that notes came from, byte for byte.

    It exists unconfirmed while its preview is looked at, and holds no reflections until
    somebody says yes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="sources")
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "sha256"], name="source_stands_once_in_a_workshop"
            )
        ]

    def __str__(self) -> str:
        return self.name or gettext("Indsat tekst")

    def parse(self) -> ParsedNotes:
        """Its lines, each placed or not; raises DocumentRefused."""
        return parse_notes(text_of(bytes(self.content), self.name))

    def stored_lines(self) -> frozenset[int]:
        """The lines that became reflections, those deleted since included."""
        lines = self.reflections.values_list("source_line", flat=True)
        return frozenset(line for line in lines if line is not None)

    def repeated_lines(self, parsed: ParsedNotes) -> frozenset[int]:
        """Lines that came in from another document of the same workshop already.

        Compared is the text as it was first stored, whichever field it was placed in, and how
        often: of three equal lines two are repeated where two were there before.
        """
        others = self.workshop.reflections.filter(source__isnull=False).exclude(source=self)
        seen = Counter(others.values_list("fingerprint", flat=True).order_by())
        repeated = set()
        items: list[Note | NotPlaced] = [*parsed.notes, *parsed.not_placed]
        for item in items:
            if not seen or not can_be_placed(item):
                continue
            text = item.text if isinstance(item, Note) else words_of(item.text)
            known = next((it for it in _fingerprints(text) if seen[it]), None)
            if known:
                seen[known] -= 1
                repeated.add(item.line)
        return frozenset(repeated)

    def store(
        self, notes: Sequence[Note], *, by: "User | None" = None, ticked: Ticked = NO_TICKS
    ) -> int:
        """Make each note a reflection, once and for all; returns how many were new.

        A new one gets the goals that were `ticked` for its line. Raises WrongState in an
        archived workshop.
        """
        with transaction.atomic():
            self.workshop.lock()
            taken = self.stored_lines()
            news: list[NewReflection] = []
            places: dict[int | None, int] = {}
            for index, note in enumerate(notes):
                if note.line not in taken:
                    places[index] = len(news)
                    news.append(self._reflection(note, places.get(note.parent), by))
            self._give_goals(self.workshop.add_reflections(news), ticked)
            if self.confirmed_at is None:
                self.confirmed_at = timezone.now()
                self.save(update_fields=["confirmed_at"])
            return len(news)

    def _give_goals(self, added: Sequence["Reflection"], ticked: Ticked) -> None:
        link = self.reflections.model.goals.through
        tags = [
            link(reflection_id=note.pk, goal_id=goal)
            for note in added
            for goal in sorted(ticked.get(note.source_line or 0, ()))
        ]
        if tags:
            link.objects.bulk_create(tags)
            self.reflections.filter(pk__in={tag.reflection_id for tag in tags}).put_in_index()

    def discard(self) -> None:
        """Forget an unconfirmed document; a confirmed one stays with its notes."""
        if self.confirmed_at is None:
            self.delete()

    def _reflection(
        self, note: Note, parent: int | None = None, by: "User | None" = None
    ) -> NewReflection:
        return NewReflection(
            quadrant=note.quadrant,
            text=clean_text(note.text, limit=NOTE_LIMIT),
            parent=parent,
            done=note.done,
            source=self,
            source_line=note.line,
            created_by=by,
        )


def _fingerprints(text: str) -> Iterator[str]:
    """What `text` would be known by in each of the four fields."""
    text = clean_text(text, limit=NOTE_LIMIT)
    return (NewReflection(quadrant, text).fingerprint for quadrant in QUADRANTS)


def text_of(content: bytes, name: str) -> str:
    """The text of a document, or of what was pasted (without a name); raises DocumentRefused."""
    if name:
        return read_document(content, name)
    text = content.decode()
    if text.count("\n") > MOST_PARAGRAPHS:
        raise DocumentRefused("too_long")
    return text
