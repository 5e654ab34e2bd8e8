"""The saved walk while a walk goes on: written, said, and deleted when all is done.

What is kept was agreed to in the walk; this only does it, and says what went wrong.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from fitcheck import drafts, files
from fitcheck.cli import terminal
from fitcheck.content.questionnaire import Questionnaire
from fitcheck.errors import FileError, FitcheckError
from fitcheck.walk import screens, steps
from fitcheck.walk.state import State, fired, sheet_of

GUARDED = os.name == "posix"
"""Whether the system keeps other accounts away from a file that is ours alone."""


@dataclass
class Keeper:
    questionnaire: Questionnaire
    state: State = field(default_factory=State)
    """Where the walk stood last."""
    draft: drafts.Draft = field(default_factory=drafts.Draft)
    """The saved walk: of this walk, or while its state has found one, another's."""
    stays: bool = False
    """The person wants to keep the draft after the report."""
    hides: bool = False
    """Danger at home, or a quick exit: nothing is said, and the screen is cleared."""
    warned: bool = False
    """That earlier answers are still there was said already, or goes without saying."""
    undeleted: bool = False
    """That the draft could not be deleted was said already; it is tried again."""
    agreed: Literal["keep", "leave-out"] | None = None
    """What the copies of a record made at intake hold of safety, once it was said."""

    def __post_init__(self) -> None:
        self.words = self.questionnaire.words.draft

    def look(self, country: str | None, *, resume: bool) -> State:
        """Find a saved walk: offer it, or go on with it where that was asked for.

        Raises:
            FitcheckError: if it was asked for, and cannot be gone on with.
        """
        words, state, found = self.words, self.state, None
        try:
            found = self.draft.look(self.questionnaire)
            left = [one for one in drafts.saved() if one != self.draft.file]
            unread = [(files.shown(one), drafts.LEFT[one.suffix]) for one in left]
            said = [words.unread.format(file=one, reason=why) for one, why in unread]
        except drafts.Busy:
            said, state = [words.busy], replace(state, saving="no")
        except FileError as error:
            one = error.problems[0]
            said = [words.unread.format(file=one.place, reason=one.what)]
            state = replace(state, other=True)
        if resume and not found:
            raise FitcheckError("\n".join(said) or words.none)
        for text in said if GUARDED else (*said, words.unguarded):
            terminal.say(text)
        if found:
            sheet = replace(found.sheet, country=country or found.sheet.country)
            state = replace(state, found=sheet, dropped=found.dropped)
        self.state = self.resumed(state) if resume else state
        return self.state

    def resumed(self, state: State) -> State:
        """Go on with a saved walk at once; through a pipe it is read, not written."""
        terminal.say(self.words.going_on.format(count=self.draft.count))
        if state.dropped:
            terminal.say(screens.dropped(self.questionnaire, state.dropped))
        state = steps.resumed(state)
        if terminal.terminals():
            return state
        self.let_go()
        return replace(state, saving="no")

    def keep(self, state: State) -> State:
        gates = fired(self.questionnaire, state)
        self.hides = self.hides or self.private(gates)
        self.agreed = None
        if state.saving in {"yes", "lost"}:
            state = self.write(state)
        elif state.other and not state.found:
            self.let_go()
        elif self.draft.there() and not state.found:
            self.delete()
        self.state = state
        if state.private and not self.warned:
            self.warned = True
            self.remains()
        return state

    def private(self, gates: tuple[str, ...]) -> bool:
        """Say whether one of these gates is danger at home."""
        every = self.questionnaire.library.gates.gates
        return any(gate.private for gate in every if gate.id in gates)

    def write(self, state: State) -> State:
        """Write the draft; one that was deleted from outside is not made again."""
        before = self.draft.standing
        aside = {key: given for key, given in state.aside.items() if given}
        kept = replace(state, answers={**aside, **state.answers})
        try:
            self.draft.save(self.questionnaire, sheet_of(self.questionnaire, kept))
        except FileError as error:
            if before != "lost":
                reason = error.problems[0].what
                terminal.say(self.words.failed.format(reason=reason))
            return replace(state, saving="lost")
        if self.draft.standing == "withdrawn":
            self.draft.leave()
            terminal.say(self.words.withdrawn)
            return replace(state, saving="no")
        return replace(state, saving="yes", other=False)

    def delete(self) -> bool:
        """Delete the draft; what could not be deleted is named, and tried again."""
        try:
            self.draft.delete()
        except OSError:
            if not self.undeleted:
                file = files.shown(self.draft.file)
                terminal.say(self.words.undeleted.format(file=file))
            self.undeleted = True
            return False
        self.draft = drafts.Draft()
        return True

    def let_go(self) -> None:
        """Leave a saved walk as it is, for one that may take its place."""
        self.draft.leave()
        self.draft = drafts.Draft(self.draft.text)

    def vanish(self) -> None:
        """Delete the draft, or a saved walk that has just been offered, unsaid."""
        self.hides, self.undeleted = True, False
        if self.draft.there() and (self.state.opened or not self.state.found):
            self.delete()
        self.draft.leave()

    def told(self, all_of_it: str) -> str:
        """Return what to say of this walk's answers on disk: how many, if not all."""
        draft = self.draft
        if draft.standing != "lost":
            return all_of_it if draft.there() else ""
        if draft.count and draft.there():
            return self.words.behind.format(saved=draft.count, count=draft.total)
        # What was to be replaced is still there, or what was written by half.
        earlier = self.words.earlier if others(set()) else ""
        return f"{self.words.unsaved} {earlier}".rstrip()

    def finish(self) -> None:
        """Delete the draft once the report was delivered, unless it is to stay."""
        if self.draft.there() and self.stays:
            terminal.say(self.told(self.words.left))
        elif self.draft.there() and self.delete():
            terminal.say(self.words.deleted)
        self.let_go()
        self.stays = False

    def remains(self) -> None:
        if others({self.draft.file} if self.draft.there() else set()):
            terminal.say(self.words.earlier)


def others(own: set[Path]) -> bool:
    """Say whether more holds answers; where nobody can tell, nobody is told no."""
    try:
        return bool({*drafts.saved()} - own)
    except FileError:
        return True
