"""What a database complains of, told in Chinese: what it is, whether it passes, what an operator can do.

An error's own text is never passed on: PostgreSQL repeats the row it refuses, and rows hold what people wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import exc

from bot.store.errors import NotStorable, StoreUnavailable, StoreUnfit

T = TypeVar("T")

AWAY = "away"
"""What there is no code for: nobody answers."""
PASSING = {
    "SQLITE_FULL": "磁盘满了，请腾出空间",
    "SQLITE_IOERR": "读写磁盘出错，请检查磁盘空间和磁盘",
    "SQLITE_BUSY": "另一个程序占着它，请稍后再试",
    "53100": "数据库服务器的磁盘满了，请腾出空间",
    "53300": "数据库的连接用完了，请稍后再试",
    "55P03": "另一个程序占着它，请稍后再试",
    AWAY: "连不上数据库，它可能还没有启动；一直这样就检查 RONGCUO_DATABASE_URL",
}
LASTING = {
    "SQLITE_READONLY": "数据库文件是只读的，请改文件和文件夹的权限",
    "SQLITE_CANTOPEN": "打不开数据库文件，请检查 RONGCUO_DATA 指的文件夹和权限",
    "SQLITE_PERM": "没有读写数据库文件的权限，请改文件的权限",
    "SQLITE_NOTADB": "这个文件不是 SQLite 数据库，或者已经损坏，请检查 RONGCUO_DATA 和 RONGCUO_DATABASE_URL，或用备份恢复",
    "SQLITE_CORRUPT": "数据库文件损坏了，请先把它复制一份留着，再用备份恢复",
    "SQLITE_ERROR": "里面的表和这个程序的不一样，可能是别的程序的数据库，请检查 RONGCUO_DATABASE_URL",
    "28P01": "用户名或密码不对，请检查 RONGCUO_DATABASE_URL",
    "28000": "数据库服务器不让这个用户从这台机器连，请检查 RONGCUO_DATABASE_URL 和服务器的 pg_hba.conf",
    "3D000": "没有这个库，请先建库，或检查 RONGCUO_DATABASE_URL",
    "42501": "这个用户没有权限，请授权",
    "42": "里面的表和这个程序的不一样，可能是别的程序的数据库，请检查 RONGCUO_DATABASE_URL",
    "3F000": "这个用户没有可以建表的模式（schema），请授权",
    "25006": "这个数据库只能读，可能是备库，请检查 RONGCUO_DATABASE_URL",
}  # fmt: skip
"""What an operator can do, by PostgreSQL's SQLSTATE (or its class) or SQLite's name of the error; what passes by itself
and what does not."""
OTHERWISE = "请稍后再试；一直这样就检查数据库"
_REFUSALS = {
    "28P01": r"password authentication failed|no password supplied|role .* does not exist|密码|口令|认证失败|角色.*不存在",
    "3D000": r"database .* does not exist|数据库.*不存在",
    "28000": r"pg_hba\.conf",
}
"""While a connection is made PostgreSQL's code is lost, so by the words, English or Chinese."""
_GONE = re.compile(
    r"connection refused|failed to resolve|no such file|starting up|shutting down|not yet accepting|recovery"
    r"|timeout|timed out|no route|unreachable|closed the connection|启动|关闭|拒绝连接",
    re.IGNORECASE,
)


def translated(once: Callable[[], T]) -> T:
    """The same call; what a database raises becomes StoreUnavailable, StoreUnfit or Refused."""
    try:
        return once()
    except (exc.IntegrityError, exc.DataError) as error:
        raise NotStorable(_kind(error, _code(error))) from None
    except (exc.DBAPIError, exc.TimeoutError) as error:
        raise _complaint(error) from None
    except (exc.StatementError, UnicodeError, OverflowError) as error:  # no way to write such a value
        raise NotStorable(_kind(error, _code(error))) from None


def _complaint(error: Exception) -> StoreUnavailable:
    code = _code(error)
    lasting = LASTING.get(code) or (LASTING["42"] if code.startswith("42") else None)
    if lasting:
        return StoreUnfit(f"数据库用不了{_numbered(code)}：{lasting}。没有写入任何内容。")
    remedy = PASSING.get(code, OTHERWISE)
    return StoreUnavailable(f"数据库暂时用不了{_numbered(code)}：{remedy}。没有写入任何内容。")


def _numbered(code: str) -> str:
    """A server's own code, to look it up by; what we have a sentence for says enough."""
    known = code in ("", AWAY) or (code.startswith("SQLITE_") and code in {**PASSING, **LASTING})
    return "" if known else f"（{code}）"


def _kind(error: Exception, code: str) -> str:
    """The kind of an error and its code, without its text."""
    return f"{type(getattr(error, 'orig', None) or error).__name__} {code}".rstrip()


def _code(error: Exception) -> str:
    """PostgreSQL's SQLSTATE or the first two words of SQLite's name of an error, "" if it has none."""
    cause = getattr(error, "orig", None)
    if name := getattr(cause, "sqlite_errorname", None):
        return "_".join(str(name).split("_")[:2])
    return getattr(cause, "sqlstate", None) or _refusal(str(cause))


def _refusal(words: str) -> str:
    """Why there is no connection."""
    for code, pattern in _REFUSALS.items():
        if re.search(pattern, words):
            return code
    return AWAY if _GONE.search(words) else ""
