"""The command line: arguments, streams, clock and exit codes; nothing else has them.

Exit codes: 0 done, 1 something to mend, 2 usage, 70 a bug. Those of signals (129, 130,
143) are given in ``__main__``. Importing it costs nothing: ``opening`` has to be quick.
"""
