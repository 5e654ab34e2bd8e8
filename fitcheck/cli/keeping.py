"""The draft of one walk: written as the person answers, deleted when all is done.

What is kept was agreed to in the walk; this only does it, and says what went wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from fitcheck import drafts, files
from fitcheck.cli import streams, walking
from fitcheck.errors import FileError, FitcheckError
from fitcheck.prompts import saving, screens, standing

if TYPE_CHECKING:
    from pathlib import Path

    from fitcheck.drafts import Place
    from fitcheck.prompts.standing import State
    from fitcheck.questionnaire import Questionnaire


@dataclass
class Keeper:
    """Puts a walk on disk while it goes on, if the person agreed."""

    questionnaire: Questionnaire
    place: Place | None = None
    """Where this walk is kept."""
    offered: Place | None = None
    """Where a saved walk is, while the person is asked about it."""
    stays: bool = False
    """The person wants to keep the draft after the report."""
    hides: bool = False
    """Danger at home was named: every way out clears the screen."""
    failed: bool = False
    """That nothing could be written was said already."""
    silent: bool = False
    """Nothing is said at the end: the walk is private, or the exit was quick."""
    intake: bool = False
    """A clinician keeps the record."""
    agreed: Literal["keep", "leave-out"] | None = None
    """What the copies of a record made at intake hold of safety, once it was said."""
    country: str | None = None
    """The country that was taken, for the number to call."""
    warned: bool = False
    """That earlier answers are still there was said already, or goes without saying."""

    @property
    def file(self) -> Path | None:
        """The draft on disk, if there is one."""
        kept = self.place and self.place.file.exists()
        return self.place.file if self.place and kept else None

    def look(self, state: State, country: str | None, *, resume: bool) -> State:
        """Find a saved walk: offer it, or go on with it where that was asked for.

        Raises:
            FitcheckError: if it was asked for, and there is none.
        """
        words = self.questionnaire.words.draft
        try:
            found = drafts.found(self.questionnaire)
        except (FileError, OSError):
            found = drafts.Found(None, None, ())
        for damaged in found.damaged:
            streams.say(words.set_aside.format(file=files.shown(damaged)))
        if found.draft is None:
            if resume:
                raise FitcheckError(words.busy if found.busy else words.none)
            return state
        sheet = found.draft.sheet
        sheet = replace(sheet, country=country or sheet.country)
        self.offered = found.place
        state = replace(state, found=sheet, dropped=found.draft.dropped)
        return self.resumed(state) if resume else state

    def resumed(self, state: State) -> State:
        """Go on with a saved walk at once; through a pipe it is read, not written."""
        words = self.questionnaire.words.draft
        self.place, self.offered = self.offered, None
        count = len(state.found.answers) if state.found else 0
        streams.say(words.going_on.format(count=count))
        if state.dropped:
            streams.say(screens.dropped(self.questionnaire, state.dropped))
        state = saving.resumed(state)
        if streams.terminals():
            return state
        self.release()
        return replace(state, saving="no")

    def keep(self, state: State) -> State:
        """Bring the disk in line with a walk after each reply."""
        fired = standing.fired(self.questionnaire, state)
        self.hides = self.hides or walking.private(self.questionnaire, fired)
        self.silent = state.private
        self.intake, self.agreed = state.clinician, None
        self.country = state.country if state.placed else None
        if self.offered and state.found is None:
            self.settle(state)
        if state.saving == "yes":
            return self.write(state)
        if self.place:
            self.delete()
        if state.private and not self.warned:
            self.warned = True
            self.remains()
        return state

    def settle(self, state: State) -> None:
        """Do with a saved walk what the person said."""
        place, self.offered = self.offered, None
        if place and state.saving == "yes":
            self.place = place
        elif place and state.discarded:
            self.place = place
            self.delete()
        elif place:
            drafts.leave(place)

    def write(self, state: State) -> State:
        """Write the draft; one that was deleted from outside is not made again."""
        words = self.questionnaire.words.draft
        try:
            if self.place is None:
                self.place = drafts.begin()
            elif not self.file and not self.failed:
                self.release()
                streams.say(words.withdrawn)
                return replace(state, saving="no")
            kept = saving.kept(self.questionnaire, state)
            drafts.save(self.questionnaire, self.place, kept)
        except (OSError, FileError) as error:
            if not self.failed:
                said = error.problems[0].what if isinstance(error, FileError) else ""
                reason = said or files.reason(error)
                streams.say(words.failed.format(reason=reason))
            self.failed = True
        return state

    def delete(self) -> bool:
        """Delete the draft of this walk; what could not be deleted is named."""
        place, self.place = self.place, None
        try:
            if place:
                drafts.delete(place)
        except OSError:
            file = files.shown(place.file) if place else ""
            streams.say(self.questionnaire.words.draft.undeleted.format(file=file))
            return False
        return True

    def vanish(self, *, seen: bool) -> None:
        """Delete the draft, and a saved walk that has just been shown as well.

        Whoever goes so quickly is told nothing.
        """
        self.silent = True
        self.delete()
        if seen and self.offered:
            self.place, self.offered = self.offered, None
            self.delete()

    def release(self) -> None:
        """Let go of every draft, and leave it where it is."""
        for place in (self.place, self.offered):
            if place:
                drafts.leave(place)
        self.place = self.offered = None

    def finish(self) -> None:
        """Delete the draft once the report was delivered, unless it is to stay."""
        words, there = self.questionnaire.words.draft, self.file
        if there and self.stays:
            streams.say(words.left)
        elif there and self.delete():
            streams.say(words.deleted)
        self.release()

    def remains(self) -> None:
        """Say so where answers that were saved earlier are still there."""
        if drafts.others(self.place):
            streams.say(self.questionnaire.words.draft.earlier)

    def part(self) -> None:
        """Leave or delete the draft of one walk before another begins."""
        self.finish()
        self.stays = self.failed = False
