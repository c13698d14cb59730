"""What a process has read when it is up stays there: nobody need look for garbage in it."""

import gc


def settle() -> None:
    """Leave out of every later search for garbage what there is now.

    Half a million objects of modules, addresses and templates made such a search take 160 ms of
    some visitor's time, whenever pages had let go of many rows.
    """
    gc.collect()
    gc.freeze()
