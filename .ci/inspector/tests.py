"""The page of `ucwa inspect` in a browser: what is shown, how one moves in it, that nothing in it runs, how fast it is, and what it takes
from an emulator.

    tests.py FOLDER EMULATOR [unittest arguments]

The folder has the pages that `.ci/inspect` makes; pictures are written into it."""
import sys
import unittest

from hostile import Hostile
from live import Live
from many import Many
from moves import Looks, Moves
from story import Cut, Failed, Log, Odd, Story, Two

__all__ = ["Cut", "Failed", "Hostile", "Live", "Log", "Looks", "Many", "Moves", "Odd", "Story", "Two"]

if __name__ == "__main__":
    unittest.main(verbosity=2, argv=[sys.argv[0], *sys.argv[3:]])
