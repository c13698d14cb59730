"""Summaries as files: `document.py` says what, one module a format says how."""
