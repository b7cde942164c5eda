"""What is said to somebody for whom it is all too much: people first, the matter waits."""

from __future__ import annotations

from dialogs.core import Reply, Say
from knowledge.hearing.moods import Mood

FIRST = "先不急着说事。您的平安最要紧，比哪一件工作都要紧。"
SOMEBODY = "请现在就让身边有个人：家里人、朋友、同事都行，打个电话，说一句“我很难受，来陪陪我”就够了。先别一个人待着。"
NUMBERS = (
    "也可以打 12356，全国统一心理援助热线，有人专门听您说。要是已经在危险的地方、手边有危险的东西，"
    "请先离开那里，马上打 120 或者 110；12356 一时打不通，也打这两个。"
)
WAITS = "事情可以等。填到一半的也都存着；等您缓过来，什么时候回来，我都陪您一样一样看。"
WARM: dict[Mood, str] = {
    "tired": "听得出来，您这阵子很不容易。先喘口气，我们一件一件看；夜里难熬，可以打 12356，有人听您说。",
    "afraid": "先别慌，遇上这样的事，谁都会怕。我们一件一件看，文件怎么写就怎么说。",
}
WHENEVER = "想说事的时候，把经过说一两句就行；现在不想说，歇一歇也好，我在。"
LATER = "缓一缓，再看我说的事"
LONG = 40
"""Characters from which a message tells more than how one feels."""


def people() -> Reply:
    return Reply((Say(FIRST, strong=True), Say(SOMEBODY), Say(NUMBERS, strong=True), Say(WAITS)))
