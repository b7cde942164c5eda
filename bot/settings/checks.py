"""What a setting may be: each error text is a remedy in Chinese."""

from __future__ import annotations

import ipaddress
import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import unquote

from pydantic import AfterValidator, BeforeValidator, SecretStr, ValidationInfo
from pydantic_core import PydanticCustomError

SHOWN = 60
"""Characters of a wrong value that an error message repeats."""
FILE = "sqlite:///"
"""What the address of a SQLite file begins with."""


def short(value: str, most: int = SHOWN) -> str:
    return value if len(value) <= most else value[:most] + "…"


def _matching(pattern: str, remedy: str) -> AfterValidator:
    def check(value: Any) -> Any:
        text = value.get_secret_value() if isinstance(value, SecretStr) else value
        if text is not None and not re.fullmatch(pattern, text):
            raise ValueError(remedy)
        return value

    return AfterValidator(check)


def _whole(path: Path) -> Path:
    """With the home folder put in. What is looked at afterwards is looked at by os.path: it takes a name that no disk
    takes, or one behind a closed door, for one that is not there."""
    try:
        return path.expanduser().absolute()
    except RuntimeError:
        raise ValueError("没有这个用户的主目录，请把路径写全") from None


def folder(path: Path | None) -> Path | None:
    if path is None:
        return None
    found = _whole(path)
    if not os.path.isdir(found):
        raise ValueError("没有这个文件夹，请先建好它，或改成已有的文件夹")
    return found


def file(path: Path | None) -> Path | None:
    if path is None:
        return None
    found = _whole(path)
    if not os.path.isfile(found):
        raise ValueError("没有这个文件，请先建好它，或改成已有的文件")
    return found


def _in_a_folder(url: SecretStr | None) -> SecretStr | None:
    """Only the data folder is made where there is none: a database that was named is not put where nobody looks."""
    named = url.get_secret_value() if url else ""
    if named.startswith(FILE):
        folder = Path(unquote(named.removeprefix(FILE).partition("?")[0])).parent
        if not os.path.isdir(folder):
            raise ValueError(
                f"没有 {short(str(folder), 2 * SHOWN)} 这个文件夹，请先建好它，或改成已有的文件夹"
            )
    return url


def place(path: Path) -> Path:
    found = _whole(path)
    if os.path.exists(found) and not os.path.isdir(found):
        raise ValueError("这是一个文件，请改成文件夹")
    return found


def listed(text: str) -> tuple[str, ...]:
    """What is written with commas between."""
    return tuple(one.strip() for one in text.split(",") if one.strip())


def _number(address: str) -> str:
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        raise ValueError("请写本机的一个数字地址，例如 127.0.0.1、192.168.1.20；所有地址写 0.0.0.0") from None


def _few(value: Any) -> int | None:
    if value is not None and not re.fullmatch("[0-8]", str(value), re.ASCII):
        raise ValueError("要写 0 到 8 的整数；不设则看处理器有几个核")
    return value if value is None else int(value)


def _port(value: Any) -> int:
    found = str(value)
    if not (found.isascii() and found.isdigit() and 0 < int(found[:6]) < 2**16):
        raise ValueError("请写 1 到 65535 之间的整数，例如 8420")
    return int(found)


def _proxies(text: str) -> str:
    try:
        for one in listed(text):
            ipaddress.ip_network(one)
    except ValueError:
        raise ValueError("请写代理的数字地址，几个用逗号分开，例如 127.0.0.1 或 10.0.0.0/24") from None
    return text


def with_url(model: str | None, others: ValidationInfo) -> str | None:
    if model is None and others.data.get("second_url"):
        raise PydanticCustomError(
            "needed", "设了 RONGCUO_SECOND_URL，就要写明用哪个模型，例如 qwen3-8b；不用第二意见，请去掉网址"
        )
    return model


def _with_proxy(header: str | None, others: ValidationInfo) -> str | None:
    if header and not others.data.get("page_proxy"):
        raise ValueError("还要设 RONGCUO_PAGE_PROXY，写明是哪个代理说的；不用代理验身份，请去掉它")
    return header


def _capitals(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


Token = Annotated[
    SecretStr | None, _matching(r"\d+:\S+", "应形如 123456:ABC…，请向 @BotFather 索取后整串复制")
]
Root = Annotated[
    str,
    _matching(r"https?://[^\s/?#]+[^\s?#]*", "请写成以 https:// 或 http:// 开头的完整网址"),
    _matching(
        r"(?!.*[^/]/bot(\d+:[^/]*)?/?$).*",
        "到 /bot 之前为止，/bot 和令牌由程序自己加；官方服务器不用设，自建的例如 http://127.0.0.1:8081",
    ),
]
ProxyUrl = Annotated[
    SecretStr | None,
    _matching(
        r"https?://[^\s/?#]+/?",
        "请写成 http://主机:端口（或 https://），例如 http://127.0.0.1:7890；socks 代理用不上，请填它的 http 端口",
    ),
]
Hook = Annotated[
    str | None, _matching(r"https://[^\s/]+\S*", "Telegram 只接受以 https:// 开头的网址；留空则用长轮询")
]
DatabaseUrl = Annotated[
    SecretStr | None,
    _matching(
        r"(postgres(ql)?(\+psycopg)?|sqlite)://\S+",
        "请写成 postgresql://用户:密码@主机/库名，或者 sqlite:////文件夹/文件.db；留空则在数据文件夹里用 SQLite",
    ),
    AfterValidator(_in_a_folder),
]
Endpoint = Annotated[
    str | None,
    _matching(
        r"https?://[^\s/?#@]+(/[^\s?#@]*)?",
        "请写成以 https:// 或 http:// 开头的网址，到 /v1 为止，例如 http://127.0.0.1:8000/v1；密钥请写在 RONGCUO_SECOND_KEY 里",
    ),
]
ApiKey = Annotated[
    SecretStr | None, _matching(r"[!-~]+", "只能是英文字母、数字和符号，中间没有空格，请整串复制")
]
PageAddress = Annotated[str, AfterValidator(_number)]
PagePort = Annotated[int, BeforeValidator(_port)]
PageProcesses = Annotated[int | None, BeforeValidator(_few)]
PageNames = Annotated[
    str,
    _matching(
        r"[\w.-]*(\s*,\s*[\w.-]+)*",
        "请写主机名，几个用逗号分开，例如 rongcuo.example.cn，不带 http:// 和端口",
    ),
]
PageProxy = Annotated[str, AfterValidator(_proxies)]
HeaderName = Annotated[
    str | None,
    _matching(r"[A-Za-z][A-Za-z0-9-]{1,60}", "请写请求头的名字，例如 X-Remote-User"),
    AfterValidator(_with_proxy),
]
LogLevel = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_capitals)]
