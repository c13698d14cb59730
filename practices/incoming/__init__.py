"""Practices out of somebody's spreadsheet: read it, judge it row by row, store all or nothing."""
