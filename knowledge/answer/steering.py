"""What steers answers beside the weights (data/weights.yaml): every constant, and the figure that it was set by where
one constant alone has one.

Figures are of the 1,655 questions of docs/understanding.md together, with the constant as it is → without it; wrong
comfort: what bars is called possible; false alarm: the other way round.
"""

from __future__ import annotations

# ── which verdict ────────────────────────────────────────────────────────────────────────────────
TOPIC_SURE = 0.33
"""Share of a question that a topic must cover to be taken for what is asked. Between .2 and .5 no figure moves."""

TURNED = 0.3
"""How surely an act must be told that turns a question from one topic to another."""

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
WORTH = 0.03
"""Chance from which a provision that says otherwise is offered before those that say the same as the verdict. About .015
is left to what bars however plain the case, and what nobody spoke of is not what else was meant. No figure moves by it;
from .04 on, provisions that are right are lost."""

# ── several matters ──────────────────────────────────────────────────────────────────────────────
MATTER = 0.45
"""Confidence from which a part of a message is answered in its own right."""
MATTER_UNSAID = 0.75
"""The same where no word says that it is another matter."""

# ── what is told, beside what is asked ───────────────────────────────────────────────────────────
OWN = 1.2
"""Taken from the score of every own case: twelve thousand stories were learnt after the weights were computed, and make
questions sound more like stories. With .6, as for the first five thousand, → with 1.2: the tuning set's questions on the
rules .95 → .96 first provision right; of the hard set verdicts .92 → .95, questions on the rules .80 → .88, words that must
be said .89 → .95; from 1.6 on they fall again."""

OWN_ELSEWHERE = 0.6
"""The same under a policy of an operator's, that has learnt no story of its own."""
SILENT = 0.1
"""The same of what a policy is silent on: a few words that tell of nothing are no question."""

UNLISTED = 6.0
"""What the chance is multiplied by that a policy is silent on what happened, though others list it: the stories that were
learnt for such a policy are those that it bars or catches, and would be taken for what they are not. No figure moves up to
there; those who tell of a death under a policy that lists none hear that it does not."""

# ── what is said of deeds ────────────────────────────────────────────────────────────────────────
LIKELY = 0.2
"""How surely an act must be heard for what a situation requires to be taken as likely denied: no less than what is told
again (RETOLD_GROUNDS), so that whoever is misheard can say so."""
ANOTHER = 0.02
THIS = 5.0
DEFINED = 0.3
"""What the chance of a situation is multiplied by where the message denies what makes it this case and no other."""
SOUND, SAID, DENIED, BIAS = 0.45, 6.0, 2.5, -0.5
"""Log odds that a told case is barred: so much of those by the sound of the whole, so much for an act that bars and is
surely admitted, less so much for one that is denied while none is admitted, and this much whatever is said."""
QUIET, MUCH, PLAINLY = 2.0, 3, 0.4
"""What is taken from that where so much was heard so plainly, and nothing that bars: where a policy lists no situation for
what happened, the stories most like it are those in which somebody did wrong besides. No figure moves by it; wherever
little was heard, it would: wrong comfort in set 甲 .04 → .13."""
LEAST = 0.003
"""Added to the share that sounds barred and to the rest of it, so that no sound, however clear, outweighs what is said."""
FIRST = 4.0
"""What an act that is surely admitted adds to the score of the provision that it bars by, so that this one goes first."""
OUTSIDE = 2.0
"""What it weighs at least, beside all readings together, that a policy does not cover the asker, where who or where
they are says so."""
WHO = 0.6
"""How surely it must be said."""
UNTOLD, CONTRADICTED = 0.4, 0.1
"""What its chance is multiplied by where nothing is said of that, and where the contrary is."""

# ── what is told again, and held against a case ──────────────────────────────────────────────────
RETOLD, RETOLD_GROUNDS = 0.45, 0.2
"""How sure a statement must be that is told again; less where the answer hangs on it, so that it can be put right."""
OFFERED = 0.66
"""How sure it must be to be offered as an answer in the self-assessment: with .45 four of 67 stories are offered what was
not told."""
