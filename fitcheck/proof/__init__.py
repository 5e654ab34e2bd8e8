"""What every complete answer sheet has to obey, proved of all of them, none sampled.

Pure; it knows nothing of reports, and of files only where in them a finding stands.
"""
