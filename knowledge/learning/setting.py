"""What steers learning, all in one place; a change of any of these makes what was learnt before stale.

The figures behind them are in docs/understanding.md and docs/decisions/0009 and 0011.
"""

from __future__ import annotations

# ── which terms count, and how much by their channel (see hearing.language) ──────────────────────
COVER_SHARES = {"=": 1.25, ".": 0.25, ":": 1.0, "~": 0.5, "#": 1.4}
"""In the inverted index."""
RIDGE_SHARES = {"=": 1.25, ".": 0.5, ":": 1.0, "~": 0.5, "#": 1.2, "!": 1.2, "@": 1.0, "&": 0.7}
"""In a ridge."""
RIDGE_SEEN = 4
"""Examples of a region that must have a term before its ridge counts it."""
VERDICT_SEEN = 5
"""Examples of all regions that must have a term before the classifier of verdicts counts it."""

# ── BM25: flat around these (k1 0.9–1.6, b 0.6–0.9) ──────────────────────────────────────────────
K1 = 1.2
B = 0.75
STRANGE = 0.5
"""What a term that no document has counts for in a question, beside the rarest one."""

# ── ridge ────────────────────────────────────────────────────────────────────────────────────────
DECAY = 1.0
"""What a large weight costs; a message's terms together have the length 1."""
STEPS = 60
"""Steps towards a solution at most; about fifteen are taken."""
CLOSE = 5e-3
"""Length of what is left over, beside the goals, at which a solution is good enough."""
KIN_TRUST = 0.3
"""How much a case told under another policy counts for its like in this one."""
MARKED_TRUST = 0.4
"""How much a story whose words are marked counts beside another wording of its provision: they come in pairs that differ
in one statement, and there are so many that short wordings and questions on the rules would count for less."""
ENOUGH = 2000
"""Wordings of its own from which a city learns what is none of ours and the verdicts by itself; with fewer it learns
its provisions alone, and all regions together say the rest. The built-in ones have more (docs/decisions/0011)."""
OPENING = 300
"""Characters of a provision's own text that it is learnt by."""
GRAIN = 0.3
"""The step in which a ridge's weights are kept, as far as each moves scores in all examples together: with .22 the files
are a fifth larger and no figure of the question sets is better."""
EVENED = 18.0
"""How far weights are changed by what their steps leave out of examples' scores: as far as is safe for many
examples (one over the largest square of their table), less for a few. Scores err by .0031 then, by .0038 without."""

# ── classifier of verdicts ───────────────────────────────────────────────────────────────────────
ROUNDS = 60
STEP = 0.3
SHRINK = 1e-5

# ── acts in a clause (learning/ear.py) ───────────────────────────────────────────────────────────
EAR_GRAIN = 0.16
"""The step in which the ear's weights are kept."""
EAR_SEEN = 4
"""Labelled clauses that must have a term before the ear counts it."""
EAR_DECAY = 0.5
"""What a large weight costs of those that tell done from not done."""
DONE_SHARED, OTHER_SHARED = 0.1, 1.0
"""How much what all acts have in common tells of done or not, and of neither, beside what each act has of its own: how
one denies a gift is no help with how one denies a visit, how one asks or fears is."""
STORY_ROUNDS = 2
"""How often stories are heard and learnt from again."""
STORY_TRUST = 2.0
"""How much a clause of a story counts beside one that is labelled. Of 998 stories left out of all learning, what bars is
called possible in .217; .236 where stories are heard once and count .5, with as many false alarms."""
STORY_FLOOR = 0.12
"""Score of the last hearing below which a clause of a story says nothing of an act."""
STORY_ADMITS = 0.05
"""Score from which the clause of a barred story that sounds most like an admission is taken for it."""

# ── which words say so (learning/tagged.py) ──────────────────────────────────────────────────────
TAG_WIDTH = 96
"""Numbers that stand for a character in each layer."""
TAG_CHARACTER_SEEN, TAG_PAIR_SEEN = 3, 8
"""How often a character, or a pair of neighbours, must stand in what is learnt from to be known."""
TAG_ROUNDS = 8
"""How often every story is learnt from."""
TAG_STEP = 3e-3
"""The longest step down, reached after a tenth of all steps; then they get ever shorter."""
TAG_CLAUSES = 0.5
"""Share of the labelled clauses that each round takes, strung together."""
TAG_TRUST = 0.5
"""How much a character of theirs counts beside one of a story: what else they say nobody has marked."""
TAG_MARKED = 2.0
"""How much what is said counts beside what is not."""
TAG_DROPPED, TAG_LOST = 0.2, 0.25
"""Shares of what a layer says, and of pairs, that are left out by chance, so that nothing hangs on one of them."""
