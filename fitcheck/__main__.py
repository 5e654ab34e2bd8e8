"""``python -m fitcheck`` and the ``fitcheck`` command.

It looks at the arguments before anything heavy is imported: crisis lines and the
version must come at once, and the lines whatever else is broken.
"""

from __future__ import annotations

import sys

CTRL_C = "\nStopped.\n"
WASTE = 200_000
"""Objects made before Python looks for waste: loading makes many, and no waste."""


def main() -> None:
    """Run the command that the arguments name, and exit."""
    if sys.argv[1:] == ["--version"]:
        sys.exit(version())
    import gc
    import os
    import signal

    from fitcheck import signals

    gc.set_threshold(WASTE)
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "1"  # nobody else's code looks on
    signals.install()
    leave_no_core()
    try:
        code = command(sys.argv[1:])
    except signals.Stopped as stopped:
        # Only Ctrl-C has somebody who reads: after the others the terminal is gone.
        if stopped.number == signal.SIGINT and sys.stderr:
            sys.stderr.write(CTRL_C)
        code = stopped.code
    gc.freeze()  # what is left is not worth looking through
    settle()
    sys.exit(code)


def version() -> int:
    from fitcheck import __version__, help_now

    return help_now.show(f"fitcheck {__version__}\n", "fitcheck")


def leave_no_core() -> None:
    """Have the system write no image of the memory, and so of the answers, to disk."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, most))


def settle() -> None:
    """Flush what is left; a stream that nobody reads must not change the exit code."""
    import os

    for stream in (sys.stdout, sys.stderr):
        try:
            if stream:
                stream.flush()
        except (OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())


def command(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    if arguments[:1] == ["help-now"]:
        from fitcheck import help_now

        return help_now.main(arguments[1:])
    from fitcheck.cli import program

    return program.run(arguments)


if __name__ == "__main__":
    main()
