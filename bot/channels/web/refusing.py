"""What is not done, and how that is said: in a sentence, with what to do next."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from bot.channels.web.limits import TooFast
from bot.channels.web.templates import filled

STRANGE = "这次发来的东西看不懂。请回到对话再试一次。"
NOT_OURS = "这个页面放得太久，或者不是从这里发出的，没有收下。请回到对话，再发一次。"
NOT_THERE = "没有这一页，或者它已经不在了。"
TOO_MUCH = "一次发得太多了，没有收下。每份材料最多 20 MB，一次最多 20 份、共 100 MB，请分几次发。"
TOO_SLOW = "等了很久，没有收全。请再发一次。"
BUSY = "正在收别人的材料，请过一会儿再发。"
TOO_FAST = "发得太快了，请过 {seconds} 秒再试。"
AWAY = "这条没有存下：{why}"
BROKEN = "抱歉，这里出了错，这条没有处理好。已经收下的都在，请再试一次；还不行，请告诉管理员。"


class Sorry(Exception):
    """Something that is not done."""

    def __init__(self, status: int, words: str, wait: int = 0) -> None:
        super().__init__(words)
        self.status, self.words, self.wait = status, words, wait


def told(request: Request, sorry: Sorry) -> Response:
    """As a page, or to a page that asked by itself."""
    headers = {"retry-after": str(sorry.wait)} if sorry.wait else {}
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"sorry": sorry.words}, sorry.status, headers)
    return HTMLResponse(filled("sorry.html", words=sorry.words), sorry.status, headers)


def too_fast(error: TooFast) -> Sorry:
    return Sorry(429, TOO_FAST.format(seconds=error.seconds), error.seconds)
