"""What a terminal sends, as keys; it knows no screen.

What is no key of ours does nothing: reports of the terminal, unknown sequences, Alt
with a letter. What was pasted comes as one piece, so that it is never a command.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

STRING = r"[\]PX^_][^\x00-\x1f]*"
"""OSC, DCS and other strings of a terminal."""
SEQUENCE = re.compile(
    r"\x1b(?:"
    r"\[200~.*?\x1b\[201~"  # pasted
    r"|\[M.{3}"  # a mouse of old
    r"|\[\[[A-E]"  # function keys of the Linux console
    r"|\[[0-?]*[ -/]*[@-~]"  # arrows, function keys, reports
    r"|O[ -~]"
    rf"|{STRING}(?:\x07|\x1b\\)"
    r"|\x1b(?:\[[0-?]*[ -/]*[@-~]|O[ -~])"  # Alt with a key
    r"|[^\x00-\x1f\[\]OPX^_\x7f]|[\r\n\t\x7f\x08]"  # Alt with a letter
    r")",
    re.DOTALL,
)
UNFINISHED = re.compile(
    r"\x1b(?:\[200~.*|\[[0-?]*[ -/]*|\[M.{0,2}|\[\[|O"
    rf"|{STRING}\x1b?|\x1b(?:\[[0-?]*|O)?)?\Z",
    re.DOTALL,
)
BROKEN = re.compile(rf"\x1b(?:{STRING}|\[[0-?]*[ -/]*|O)")
REST = re.compile(rf"(?:{STRING}|\d{{1,3}};[^\x00-\x1f]*)(?:\x07|\x1b\\)")
"""What is left of a report that was cut in two behind its first letter."""
EIGHT_BITS = re.compile("[\x80-\x9f\udc80-\udc9f]")
"""What begins or ends a sequence where a terminal writes Escape and a letter as one."""
REST_OF_KEY = re.compile(r"[\[O][0-?]*[ -/]*[@-~]")
BACKGROUND = re.compile(r"\]?11;rgba?:(\w{2})\w*/(\w{2})\w*/(\w{2})")
OTHER_PROTOCOLS = re.compile(
    r"\x1b\[(?:27;(?P<mods>\d+);(?P<code>\d+)~"
    r"|(?P<code2>\d+)[:\d]*;(?P<mods2>\d+)(?::(?P<event>\d))?(?:;[\d:]*)?u)"
)
"""Keys as Kitty and xterm can send them where another program has asked for it."""
CONTROL, RELEASED = 4, "3"
LATE = 3.0
"""Seconds after which the rest of a sequence, or of a key, will not come any more."""
BULK = 40
"""Letters that come at once were pasted, not typed."""
NAMES = {
    "A": "up", "B": "down", "C": "right", "D": "left", "H": "home", "F": "end",
    "Z": "s-tab", "1~": "home", "4~": "end", "7~": "home", "8~": "end", "3~": "delete",
    "5~": "pageup", "6~": "pagedown", "P": "f1", "11~": "f1", "[A": "f1",
}  # fmt: skip
CONTROLS = {
    "\r": "enter", "\n": "enter", "\t": "tab", "\x7f": "backspace", "\x08": "backspace",
    "\x03": "c-c", "\x04": "c-d", "\x11": "c-q", "\x15": "c-u", "\x18": "c-x",
    "\x1c": "c-\\",
}  # fmt: skip
ANYWHERE = {99: "c-c", 120: "c-x"}
"""Ways out that count in every protocol, by the code of their letter."""
PASTED = "paste:"


class Parser:
    def __init__(
        self,
        give: Callable[[str], None],
        background: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.give, self.background = give, background
        self.rest, self.since = "", 0.0

    def feed(self, data: str) -> None:
        """What is not complete yet waits for what comes next."""
        now = time.monotonic()
        data = EIGHT_BITS.sub(lambda m: f"\x1b{chr(ord(m[0]) % 32 + 64)}", data)
        if self.rest and now - self.since > LATE:
            self.rest = ""
        if not self.rest:
            soon = REST_OF_KEY.match(data) if now - self.since < LATE else None
            if cut := REST.match(data) or soon:
                self.report(cut[0])
                data = data[cut.end() :]
            if len(data) > BULK and "\x1b" not in data and len(set(data)) > 2:
                self.give(PASTED + data)
                return
        text, self.rest, at = self.rest + data, "", 0
        while at < len(text):
            if text[at] != "\x1b":
                self.give(CONTROLS.get(text[at], text[at]))
                at += 1
            elif found := SEQUENCE.match(text, at):
                self.sequence(found[0])
                at = found.end()
            elif UNFINISHED.match(text, at):
                self.rest, self.since = text[at:], now
                return
            elif broken := BROKEN.match(text, at):
                at = broken.end()
            else:
                self.give("escape")
                at += 1

    def flush(self) -> None:
        """Take it that nothing more comes: what waits may be the key Escape."""
        if not self.rest.strip("\x1b"):
            for _ in self.rest:
                self.give("escape")
                self.since = time.monotonic()
            self.rest = ""

    def sequence(self, text: str) -> None:
        if text.startswith("\x1b[200~"):
            self.give(PASTED + text[6:-6])
        elif found := OTHER_PROTOCOLS.fullmatch(text):
            code = int(found["code"] or found["code2"])
            held = int(found["mods"] or found["mods2"]) - 1
            if held & CONTROL and code in ANYWHERE and found["event"] != RELEASED:
                self.give(ANYWHERE[code])
        elif text[1] in "[O" and text[2:] in NAMES:
            self.give(NAMES[text[2:]])
        else:
            self.report(text)

    def report(self, text: str) -> None:
        """Take the terminal's answer to what its background is; no other matters."""
        if found := BACKGROUND.search(text):
            red, green, blue = (int(one, 16) for one in found.groups())
            bright = 0.3 * red + 0.59 * green + 0.11 * blue
            self.background("light" if bright > 127 else "dark")
