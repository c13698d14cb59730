"""The board while it is written on: who hears what, and how it reaches them.

`changes` says what happened after a number, `audience` for whom it is drawn; `hub` tells it to
everybody who listens in this process, through the streams of `stream`; `nudge` wakes the hub.
"""
