"""The same replay on Spark: judged, ordered, folded and printed by the local engine's functions.

Nothing else of the project imports this package, so that nobody needs Spark who does not use it.
"""
