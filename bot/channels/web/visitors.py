"""Who looks at the page: nobody has an account, each browser has a secret of its own.

The secret is drawn here and kept in the browser alone; the database knows its hash, which names the conversation. Who
does not bring it sees nothing of it. Nothing is taken from a page of somebody else's: the cookie does not come along
from there, the browser says where a form came from, and the form carries a word that only our own page can have.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

CHANNEL = "web"
DAYS = 90
"""How long a browser is known without coming: as long as a draft is kept."""
_SECRET = re.compile(r"[\w-]{43}", re.ASCII)
COOKIE = "rongcuo"


@dataclass(frozen=True, slots=True)
class Visitor:
    """`secret`: 256 bits, as the cookie has them."""

    secret: str

    @property
    def chat(self) -> str:
        """The key of the conversation."""
        return f"{CHANNEL}:{hashlib.sha256(self.secret.encode()).hexdigest()}"

    @property
    def token(self) -> str:
        """What a form of our own page carries."""
        return hashlib.blake2b(b"form", key=self.secret.encode(), digest_size=16).hexdigest()


def new() -> Visitor:
    return Visitor(secrets.token_urlsafe(32))


def known(request: Request, cookie: str = COOKIE) -> Visitor | None:
    """Who sends it, where that is told."""
    secret = request.cookies.get(_named(request, cookie), "")
    return Visitor(secret) if _SECRET.fullmatch(secret) else None


def came_by_itself(request: Request) -> bool:
    """Whether a cookie would have come along if there were one: not on a link from another place."""
    return request.headers.get("sec-fetch-site") in ("none", "same-origin") or "here" in request.query_params


def remembered(
    response: Response, request: Request, visitor: Visitor, cookie: str = COOKIE, days: int | None = DAYS
) -> None:
    """`days` None: until the browser is closed."""
    response.set_cookie(
        _named(request, cookie), visitor.secret, max_age=days * 86_400 if days else None, path="/", httponly=True,
        samesite="strict", secure=_is_safe(request),
    )  # fmt: skip


def forgotten(response: Response, request: Request, cookie: str = COOKIE) -> None:
    response.delete_cookie(
        _named(request, cookie), path="/", httponly=True, samesite="strict", secure=_is_safe(request)
    )


def is_from_here(request: Request) -> bool:
    """Whether a form was sent from our own page, as far as the browser says."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    here = urlsplit(str(request.base_url))
    if site not in (None, "same-origin"):
        return False
    return origin in (None, f"{here.scheme}://{here.netloc}")


def knows(visitor: Visitor, token: str) -> bool:
    """Whether a form comes from a page that was made for this visitor."""
    return hmac.compare_digest(token.encode(), visitor.token.encode())


def _is_safe(request: Request) -> bool:
    return request.url.scheme == "https"


def _named(request: Request, cookie: str) -> str:
    """A name that no other machine of the domain can set, where the browser can be held to that."""
    return f"__Host-{cookie}" if _is_safe(request) else cookie
