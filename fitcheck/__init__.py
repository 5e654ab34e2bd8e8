"""fitcheck: which kind of talking therapy to ask about first.

The map of the house, from the ground up:

* ``errors``, ``signals``: what goes wrong, and what stops it.
* ``strict``, ``model``, ``library``, ``standards``, ``words``: what content may hold.
* ``files``, ``lines``, ``marked_yaml``: disk, wrapping, the one door to YAML.
* ``checks``, ``content``, ``questionnaire``: from files to a Questionnaire.
* ``answers``: what somebody answered, from files to a Sheet and back.
* ``rubric``: what is asked, and the judgement, pure. ``compare``: of two sheets.
* ``proof``: the constitution, proved over every complete sheet.
* ``diff``: two folders of questions, compared by their results.
* ``report``: every fact and every sentence a reader will see. ``render``: formats.
* ``comparing``: what differs; a report recomputed from the answers inside it.
* ``prompts``: the one loop that asks, its screens, and the two faces.
* ``drafts``: the saved walk on disk, with consent.
* ``cli``: arguments, streams, clock, exit codes. ``help_now``: crisis lines alone.

There is no Python API: the command line and the file formats are the interface.
"""

__version__ = "0.2.0"
