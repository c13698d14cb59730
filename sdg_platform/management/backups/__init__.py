"""One file that holds an installation: every row of every table, every uploaded file, and the
hashes that prove they came back as they were.
"""
