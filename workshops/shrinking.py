"""A stranger's picture made small and clean: bytes in, a JPEG out; the camera's words stay behind.

What a file is, its first bytes say. `shrink` runs in a child process with limits, because a
decoder can be made to eat memory or crash; see sdg_platform/confined.py.
"""

from base64 import b64decode, b64encode
from io import BytesIO
from typing import Any, NamedTuple

from django.utils.translation import gettext
from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from sdg_platform.confined import Crashed, Died, OutOfMemory, OutOfTime, run_confined

MOST_BYTES = 20_000_000
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2_000
QUALITY = 85
MEMORY_MB = 1_024
SECONDS = 20

# Imported here so that the forking server has them before a child needs one.
DECODERS = (JpegImagePlugin, PngImagePlugin, WebPImagePlugin)
FORMATS = ("JPEG", "PNG", "WEBP")
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


class PhotoRefused(ValueError):
    """A picture that is not taken; `reason` is a code, `str` one sentence with a way on."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return {
            "empty": gettext("Filen er tom."),
            "too_large": gettext("Billedet fylder mere end 20 MB. Gem det mindre, og prøv igen."),
            "too_many_pixels": gettext(
                "Billedet har mere end 40 millioner punkter. Gem det mindre, og prøv igen."
            ),
            "heic": gettext(
                "Billedet er i formatet HEIC, som mange browsere ikke kan vise. På en iPhone: vælg "
                "det under Fotos i stedet for Filer, så bliver det til JPEG af sig selv. På en "
                "computer: åbn det, og gem det som JPEG."
            ),
            "unknown_kind": gettext("Vælg et billede i formatet JPEG, PNG eller WebP."),
            "too_heavy": gettext("Billedet er for tungt at læse. Gem det mindre, og prøv igen."),
        }.get(self.reason) or gettext("Billedet er beskadiget. Tag det igen, eller gem det på ny.")


class Shrunk(NamedTuple):
    """A JPEG of at most 2,000 pixels a side."""

    content: bytes
    width: int
    height: int


def kind_of(data: bytes) -> str:
    r"""The format that the first bytes promise: one of FORMATS, "HEIC" or nothing.

    >>> kind_of(b"\xff\xd8\xff\xe0"), kind_of(b"\0\0\0\x18ftypheic"), kind_of(b"GIF89a")
    ('JPEG', 'HEIC', '')
    """
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    return "HEIC" if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS else ""


def read_photo(data: bytes) -> Shrunk:
    """The picture as it is kept. Raises PhotoRefused."""
    if not data:
        raise PhotoRefused("empty")
    if len(data) > MOST_BYTES:
        raise PhotoRefused("too_large")
    kind = kind_of(data)
    if kind not in FORMATS:
        raise PhotoRefused("heic" if kind == "HEIC" else "unknown_kind")
    try:
        answer = run_confined(shrink, data, kind, memory_mb=MEMORY_MB, seconds=SECONDS)
    except (OutOfMemory, OutOfTime, Died):
        raise PhotoRefused("too_heavy") from None
    except Crashed:
        raise PhotoRefused("damaged") from None
    if "refused" in answer:
        raise PhotoRefused(answer["refused"])
    return Shrunk(b64decode(answer["jpeg"]), answer["width"], answer["height"])


def shrink(data: bytes, kind: str) -> dict[str, Any]:
    """`{"jpeg", "width", "height"}`, or `{"refused": reason}`: runs in the child.

    The header is read first, and what it announces is believed only so far as it is small.
    """
    Image.MAX_IMAGE_PIXELS = None  # Our own limit is narrower, and answers in a sentence.
    with Image.open(BytesIO(data), formats=[kind]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            return {"refused": "too_many_pixels"}
        # A JPEG can be decoded at a half or a quarter of its size at once.
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        upright = ImageOps.exif_transpose(picture)
    clean = _without_words(upright)
    out = BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    jpeg = b64encode(out.getvalue()).decode()
    return {"jpeg": jpeg, "width": clean.width, "height": clean.height}


def _without_words(picture: Image.Image) -> Image.Image:
    """The bare colours on white paper: a fresh picture has no place, time, name or comment."""
    clean = Image.new("RGB", picture.size, "white")
    has_holes = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    layer = picture.convert("RGBA" if has_holes else "RGB")
    clean.paste(layer, mask=layer.getchannel("A") if has_holes else None)
    return clean
