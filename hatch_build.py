"""What an installation compiles: the content, and the templates of every document.

It runs in the build's own environment, so it imports nothing that build-system.requires
in pyproject.toml does not name.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Compiling(BuildHookInterface):
    """Writes fitcheck/snapshot/ and takes it into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the wheel, or the editable one, is put together."""
        if version != "editable":
            self.refuse_strays()
        if self.target_name == "sdist":
            return
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

    def refuse_strays(self) -> None:
        """Let nothing be published that lies in a clone by chance."""
        if not (Path(self.root) / ".git").exists():
            return  # unpacked: what is there was tracked
        listed = ["git", "ls-files", "--others", "-z", "fitcheck", "questions"]
        found = subprocess.check_output(listed, cwd=self.root, text=True).split("\0")
        made = ("/__pycache__/", "fitcheck/snapshot/")
        strays = [one for one in found if one and not any(map(one.__contains__, made))]
        if strays:
            told = ", ".join(strays)
            raise SystemExit(f"git does not know these; take them out first: {told}")
