"""What an installation compiles: the content, and the templates of every document.

It runs in the build's own environment, so it imports nothing that build-system.requires
in pyproject.toml does not name.
"""

from __future__ import annotations

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Compiling(BuildHookInterface):
    """Writes fitcheck/snapshot/ and takes it into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile before the wheel, or the editable one, is put together."""
        sys.path.insert(0, self.root)
        from fitcheck import files
        from fitcheck.content import loader, snapshot
        from fitcheck.documents import compiled, filling
        from fitcheck.render import html

        texts, _ = loader.read(files.bundled(), "questions")
        snapshot.write(texts, loader.parse(texts, "questions"))
        compiled.write(filling.environment())
        compiled.write(html.environment())
        build_data["artifacts"].append("fitcheck/snapshot/*")
