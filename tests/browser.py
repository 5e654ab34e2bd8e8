"""A headless Chromium for tests, spoken to over a pipe: no driver, no port.

It opens a page's text as a file of its own and can look at it, print it, photograph it,
and hold it against axe-core. What it needs is not everywhere: ``need`` says what to do.
"""

import base64
import fcntl
import importlib.util
import json
import os
import shutil
import tempfile
from functools import cached_property
from pathlib import Path

import pytest

REQUIRED = os.environ.get("FITCHECK_BROWSER") == "required"
"""Whether a test that needs the browser may be skipped; CI sets it."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--remote-debugging-pipe", "--disable-gpu",
    "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-quic", "--disable-dev-shm-usage",
    "--font-render-hinting=none", "--hide-scrollbars",
)  # fmt: skip
CHARGE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""What axe-core looks for: WCAG 2.2 AA, and what is good besides."""


def need(what):
    """Skip the test by name, or fail where nothing may be skipped."""
    (pytest.fail if REQUIRED else pytest.skip)(f"{what} is not installed")
    raise AssertionError


def found():
    """Return where the browser is."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def axe():
    """Return the text of axe-core; the package has it as a file and needs no import."""
    spec = importlib.util.find_spec("axe_playwright_python")
    places = spec.submodule_search_locations if spec else None
    if not places:
        need("axe-core")
    return (Path(places[0]) / "axe.min.js").read_text("utf-8")


class Browser:
    """One browser with one page."""

    def __init__(self, program):
        self.folder = tempfile.TemporaryDirectory(prefix="fitcheck-browser-")
        self.session = ""
        self.asked = 0
        self.events = []
        self.left = b""
        self.start(program)
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        page = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self.session = page["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.ask(f"{domain}.enable")

    def start(self, program):
        """Start the browser; it reads commands from 3 and writes what happens to 4."""
        theirs_in, ours_out = map(high, os.pipe())
        ours_in, theirs_out = map(high, os.pipe())
        null = high(os.open(os.devnull, os.O_RDWR))
        given = (null, null, null, theirs_in, theirs_out)
        self.process = os.posix_spawn(
            program,
            [program, *FLAGS, f"--user-data-dir={self.folder.name}/profile"],
            {**os.environ, "HOME": self.folder.name},
            file_actions=[
                (os.POSIX_SPAWN_DUP2, one, number) for number, one in enumerate(given)
            ],
        )
        for one in (null, theirs_in, theirs_out):
            os.close(one)
        self.reader = os.fdopen(ours_in, "rb", buffering=0)
        self.writer = os.fdopen(ours_out, "wb", buffering=0)

    @cached_property
    def axe(self):
        return axe()

    def ask(self, method, **parameters):
        """Send a command and return what it gives."""
        self.asked += 1
        message = {"id": self.asked, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.writer.write(json.dumps(message).encode() + b"\0")
        while True:
            got = self.read()
            if got.get("id") == self.asked:
                assert "error" not in got, got
                return got["result"]
            self.events.append(got)

    def read(self):
        """Read one message."""
        while b"\0" not in self.left:
            some = os.read(self.reader.fileno(), 1 << 20)
            assert some, "the browser is gone"
            self.left += some
        text, _, self.left = self.left.partition(b"\0")
        return json.loads(text)

    def wait(self, event):
        """Wait for an event since the last command."""
        while not any(one.get("method") == event for one in self.events):
            self.events.append(self.read())

    def open(self, page, *, width=1280, height=900, dark=False):
        """Show a page in a window, by day or by night, and wait until it is there."""
        file = Path(self.folder.name) / "page.html"
        file.write_text(page, encoding="utf-8")
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=width < 500,
        )  # fmt: skip
        theme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[theme], media="")
        self.events.clear()
        self.ask("Page.navigate", url=file.as_uri())
        self.wait("Page.loadEventFired")

    def run(self, script):
        """Run a script in the page, as a person at the console could."""
        made = self.ask(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in made, made["exceptionDetails"]
        return made["result"].get("value")

    def faults(self):
        """Hold the page against axe-core; return each fault with where it is."""
        if not self.run("'axe' in window"):
            self.run(f"{self.axe}; 0")
        rules = {"runOnly": CHARGE, "resultTypes": ["violations"]}
        found = self.run(f"axe.run({json.dumps(rules)}).then(r => r.violations)")
        return [
            f"{one['id']}: {node['target']} {node['failureSummary']}"
            for one in found
            for node in one["nodes"]
        ]

    def print(self):
        """Print the page on A4."""
        made = self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(made["data"])

    def photo(self, *, whole=True):
        """Take a picture of the page, as PNG."""
        made = self.ask("Page.captureScreenshot", captureBeyondViewport=whole)
        return base64.b64decode(made["data"])

    def close(self):
        """Close the browser and wait until it is gone."""
        self.session = ""
        self.ask("Browser.close")
        os.waitpid(self.process, 0)
        self.reader.close()
        self.writer.close()
        self.folder.cleanup()


def high(descriptor):
    """Move a descriptor out of the way of those that the browser wants."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(descriptor)
    return moved
