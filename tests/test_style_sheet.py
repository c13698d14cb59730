"""The one style sheet: an unclosed block takes every rule behind it along, without a word."""

from django.conf import settings


def test_every_layer_begins_at_the_top_and_every_block_is_closed():
    depth = 0
    text = (settings.BASE_DIR / "static" / "css" / "look.css").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("@layer"):
            assert depth == 0, f"line {number}: a block above is not closed"
        depth += line.count("{") - line.count("}")
        assert depth >= 0, f"line {number}: closes a block that is not open"
    assert depth == 0
