"""The walk: states, screens, and the two faces that show them.

It asks and never judges; what answers amount to is worked out below it.
"""
