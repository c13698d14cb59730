"""A flip chart of our own making, for the example workshop: no real room was photographed."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

# Without æ, ø and å: the letters that come with the drawing library have none.
LINES = ("Hvordan gjorde I?", "1  Ring til naboen", "2  Begynd med fire ture", "3  Tag kaffe med")
SIZE = (1200, 900)
INK, PAPER, WALL = "#1d2420", "#fdfcf8", "#c9cdc6"


def draw_chart() -> bytes:
    """Four lines in ink on a sheet that hangs a little askew."""
    sheet = Image.new("RGB", (980, 760), PAPER)
    pen = ImageDraw.Draw(sheet)
    for row, line in enumerate(LINES):
        font = ImageFont.load_default(size=72 if row == 0 else 56)
        pen.text((70, 70 + row * 165), line, fill=INK, font=font)
    pen.line((70, 165, 700, 165), fill="#6b1d4c", width=6)
    wall = Image.new("RGB", SIZE, WALL)
    turned = sheet.rotate(1.2, expand=True, fillcolor=WALL, resample=Image.Resampling.BICUBIC)
    wall.paste(turned, (100, 60))
    out = BytesIO()
    wall.save(out, "JPEG", quality=85)
    return out.getvalue()
