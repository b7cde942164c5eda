"""Where a conversation is held, as far as that changes what is told of it: who may see it, where it is kept, what cannot
be deleted from here. Each is a whole sentence, or a part of one that ends where it stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Venue:
    """`kept`: where what is written is, and what it passes on its way; `others`: who else sees what is said here; `left`: what
    cannot be deleted from here; `alone`: how a member of a group comes to be alone with us."""

    kept: str
    others: str
    left: str
    alone: str = ""


TELEGRAM = Venue(
    kept="运行本程序的那台机器上；在 Telegram 里说的话、发的文件，还会经过它在境外的服务器，不愿意的，请在单位内网的网页或者终端里说。",
    others="在群里说的，群里人都看得到，请私下说。",
    left="已经发给您的文件、Telegram 里的聊天记录，我删不到，请您自己删。",
    alone="点我的头像",
)
TERMINAL = Venue(
    kept="运行本程序的那台机器上，不经过外面的服务器；几个人共用一台电脑的，各用各的系统账号。",
    others="几个人共用一台电脑的，各用各的系统账号。",
    left="已经存到您电脑里的文件，我删不到，请您自己删；屏幕上还看得见的字，关掉窗口就没有了。",
)
PAGE = Venue(
    kept="单位里运行本程序的那台机器上，只在它和您的浏览器之间来往，不经过外面的服务器；网页上的对话 7 天后自动删掉，按“清除对话”马上就删。"
    "几个人共用一台电脑的，用完请按“离开”。",
    others="几个人共用一个浏览器的，用完请按“离开”，不然后来的人看得到。",
    left="已经下载到您电脑、手机里的文件，我删不到，请您自己删；这一页上的对话会一起清掉。",
)
