"""fitcheck: which kind of talking therapy to ask about first.

The map of the house, from the ground up:

* ``errors``: what can go wrong, one class for each person who must act.
* ``strict``, ``model``, ``library``, ``words``: what the content files hold.
* ``files``, ``marked_yaml``: reading and writing; the one door to YAML.
* ``content``, ``answers``: from files to a Questionnaire, and to a Sheet.
* ``interview``, ``scoring``, ``explain``, ``audit``: judgement, all pure.
* ``report``, ``document``: every fact and every sentence a reader will see.
* ``render``: one function for each format. ``prompts``: the one loop that asks.
* ``cli``: arguments, streams, clock, exit codes. ``help_now``: crisis lines alone.

There is no Python API: the command line and the file formats are the interface.
"""

__version__ = "0.1.0"
