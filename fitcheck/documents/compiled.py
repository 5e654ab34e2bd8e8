"""Jinja's environments, whose templates are compiled when the program is installed.

Nothing is written while it runs, and what was compiled of another text is not used:
Jinja itself looks at the Python it was made by, and at the text.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket

from fitcheck.content.snapshot import FOLDER


class Compiled(BytecodeCache):
    """Where compiled templates are, each by its own name."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002
        """Return the name: a folder of ours has one template of it."""
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError), (FOLDER / bucket.key).open("rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write nothing: only an installation does."""


def environment(package: str, folder: str, **more: Any) -> Environment:
    """Return what reads a package's folder: it escapes, and knows no undefined name."""
    return Environment(
        loader=PackageLoader(package, folder), undefined=StrictUndefined,
        autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False,
        bytecode_cache=Compiled(), **more,
    )  # fmt: skip


def write(made: Environment) -> None:
    """Compile the templates of an environment; raise OSError where none can be kept."""
    FOLDER.mkdir(exist_ok=True)
    for name in made.list_templates(extensions=("j2", "html")):
        source, *_ = made.loader.get_source(made, name)  # type: ignore[union-attr]
        bucket = Compiled().get_bucket(made, name, None, source)
        bucket.code = made.compile(source, name)
        with (FOLDER / name).open("wb") as file:
            bucket.write_bytecode(file)
