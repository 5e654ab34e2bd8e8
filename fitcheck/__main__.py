"""``python -m fitcheck`` and the ``fitcheck`` command.

It looks at the arguments before anything heavy is imported: crisis lines and the
version must come at once, and the lines whatever else is broken.
"""

from __future__ import annotations

import signal
import sys

from fitcheck import signals

CTRL_C = "\nStopped.\n"


def main() -> None:
    """Run the command that the arguments name, and exit."""
    signals.install()
    try:
        code = command(sys.argv[1:])
    except signals.Stopped as stopped:
        # Only Ctrl-C has somebody who reads: after the others the terminal is gone.
        if stopped.number == signal.SIGINT and sys.stderr:
            sys.stderr.write(CTRL_C)
        code = stopped.code
    sys.exit(code)


def command(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    if arguments == ["--version"]:
        from fitcheck import __version__

        sys.stdout.write(f"fitcheck {__version__}\n")
        return 0
    if arguments[:1] == ["help-now"]:
        from fitcheck import help_now

        return help_now.main(arguments[1:])
    from fitcheck import cli

    return cli.run(arguments)


if __name__ == "__main__":
    main()
