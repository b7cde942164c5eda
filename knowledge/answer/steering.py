"""What steers answers beside the weights (data/weights.yaml): every constant with the figure that it was set by.

FIGURES
"""

from __future__ import annotations

# ── which verdict ────────────────────────────────────────────────────────────────────────────────
CAUTION = 1.25
"""How much more the chance of being barred counts than the others: wrong comfort costs the asker more."""
ADMITTED = 4.0
"""What a provision that bars weighs at least, beside all readings together, where the message admits its fact in so
many words."""
INNOCENT = 0.5
"""What the chance of a provision that bars is multiplied by where the message speaks of nothing that bars."""
TOPIC_SURE = 0.33
"""Share of a question that a topic must cover to be taken for what is asked."""

# ── asking back ──────────────────────────────────────────────────────────────────────────────────
CLOSE = 0.35
"""Share of the best provision's chance from which the second is worth a question."""
CONFIRMED, RULED_OUT = 8.0, 0.05
"""What a chance is multiplied by where its fact was answered with yes, and with no."""

# ── how sure an answer sounds ────────────────────────────────────────────────────────────────────
SURE = 0.7
"""Confidence from which an answer is given straight; below, the nearest provisions are offered as well."""
SURE_PLACE = 0.85
"""Chance of a rule's provision from which it is quoted alone."""
SURELY_NOT = 0.6
"""Confidence from which a refusal is plain; below, the nearest provision is shown in case the question was about it."""
NEAR_ENOUGH = 0.12
"""Score from which a provision is near enough to be shown with a doubtful refusal."""
