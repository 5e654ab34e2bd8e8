"""The interface texts: every word a person reads that is no question and no fact.

Each field is one text of ``interface.yaml``; the names that may be filled into it
stand beside it here, and a text that uses another is refused when it is loaded.
"""

from fitcheck.strict import Strict, Text
from fitcheck.words.clinician import ClinicianWords
from fitcheck.words.comparing import CompareWords
from fitcheck.words.differing import DiffWords
from fitcheck.words.paper import (
    AskWords,
    DemoWords,
    ExplainWords,
    FormWords,
    ScorecardWords,
)
from fitcheck.words.reading import (
    AboutWords,
    CardWords,
    DoubtWords,
    EvidenceReadings,
    GlanceWords,
    HeadlineWords,
    HelpNowWords,
    Readings,
    ReportWords,
    SummaryWords,
    TherapiesWords,
)
from fitcheck.words.standards import StandardsWords
from fitcheck.words.verifying import VerifyWords
from fitcheck.words.walk import (
    CheckWords,
    CountryWords,
    DraftWords,
    EndWords,
    GateWords,
    KeepWords,
    MenuWords,
    Opening,
    Problems,
    Walk,
)


class Words(Strict):
    """All interface texts."""

    therapy_psychodynamic: Text
    therapy_cbt: Text
    opening: Opening
    walk: Walk
    country: CountryWords
    clinician: ClinicianWords
    gate: GateWords
    check: CheckWords
    keep: KeepWords
    draft: DraftWords
    end: EndWords
    problems: Problems
    cards: CardWords
    readings: Readings
    headline: HeadlineWords
    doubts: DoubtWords
    evidence: EvidenceReadings
    report: ReportWords
    explain: ExplainWords
    scorecard: ScorecardWords
    form: FormWords
    ask: AskWords
    demo: DemoWords
    glance: GlanceWords
    summary: SummaryWords
    menu: MenuWords
    about: AboutWords
    standards: StandardsWords
    therapies: TherapiesWords
    verify: VerifyWords
    help_now: HelpNowWords
    diff: DiffWords
    compare: CompareWords
