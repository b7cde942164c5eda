"""What steers answers beside the weights (data/weights.yaml): every constant, with the figure that it was set by.

Figures are of the 1,655 questions of docs/understanding.md together, with the constant as it is → without it; wrong
comfort: what bars is called possible; false alarm: the other way round.
"""

from __future__ import annotations

# ── which verdict ────────────────────────────────────────────────────────────────────────────────
CAUTION = 1.0
"""How much more the chance of being barred counts than the others. Wrong comfort .114 → .120, false alarm .018 → .016:
comfort costs the asker more."""
ADMITTED = 4.0
"""What a provision that bars weighs at least, beside all readings together, where the message admits its fact in so
many words. Wrong comfort .114 → .126, own cases with the right provision first .944 → .942."""
INNOCENT = 0.5
"""What the chance of a provision that bars is multiplied by where the message speaks of nothing that bars. False alarm
.018 → .024, own cases with the right provision first .944 → .942; wrong comfort .114 → .096."""
TOPIC_SURE = 0.33
"""Share of a question that a topic must cover to be taken for what is asked. Between .2 and .5 no figure moves."""

# ── asking back ──────────────────────────────────────────────────────────────────────────────────
CLOSE = 0.35
"""Share of the best provision's chance from which the second is worth a question. 12 of 506 own cases are asked back;
the first was right in 9 of them, the second in 3."""
CONFIRMED, RULED_OUT = 8.0, 0.05
"""What a chance is multiplied by where its fact was answered with yes, and with no: either turns the order of two that
are as close as CLOSE."""

# ── how sure an answer sounds ────────────────────────────────────────────────────────────────────
SURE = 0.7
"""Confidence from which an answer is given straight; below, the nearest provisions are offered as well. Of 17,449
wordings not seen before, verdicts are right in .875 from here on, in .518 below."""
SURE_PLACE = 0.85
"""Chance of a rule's provision from which it is quoted alone. The words that must be said are there in .915 of answers;
.896 if the next one is never quoted, .928 if always, which makes answers twice as long."""
SURELY_NOT = 0.6
"""Confidence from which a refusal is plain; below, the nearest provision is shown in case the question was about it.
189 of 193 plain refusals are right, 3 of 6 below."""
NEAR_ENOUGH = 0.12
"""Score from which a provision is near enough to be shown with a doubtful refusal: that of 2 of the 6, one rightly."""

CONTRADICTED = 0.1

# ── several matters ──────────────────────────────────────────────────────────────────────────────
MATTER = 0.5
"""Confidence from which a part of a message is answered in its own right."""
MATTER_UNSAID = 0.75
"""The same where no word says that it is another matter."""
LIKELY = 0.22
ANOTHER = 0.02
LEAST = 0.003
SOUND, SAID, DENIED, BIAS = 0.67, 5.0, 2.5, -0.5
FIRST = 4.0
OUTSIDE = 2.0
WHO = 0.6
UNTOLD = 0.4
RETOLD, RETOLD_GROUNDS, RETOLD_SURE = 1.4, 1.2, 0.5
"""How sure and plain together a statement must be that is told again, less where the answer hangs on it, so that it can
be put right; and how sure the others must be. Of 100 answers 148 statements are told again and 19 are wrong without
these, 82 and 2 with them."""
DENIED_PLAINLY = 0.5
"""The same for what a situation requires to be taken as denied. Of 50 answers 13 are wrong without it; 5 of these and 2 of
the 37 right ones go with it."""
