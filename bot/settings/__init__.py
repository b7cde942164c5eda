"""What an operator may set, all by environment variables that begin with RONGCUO_, read once at the start.

Knows neither the database nor Telegram, so that a question in the terminal starts quickly.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import unquote

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "RONGCUO_"
SECRET = {"TELEGRAM_TOKEN", "TELEGRAM_API_URL", "PROXY", "DATABASE_URL", "SECOND_URL", "SECOND_KEY"}
"""Never repeated in an error message."""
SHOWN = 60
"""Characters of a wrong value that an error message repeats."""


FILE = "sqlite:///"
"""What the address of a SQLite file begins with."""


class SettingsError(Exception):
    """A wrong setting; the text is Chinese and names the variable, what is wrong and the remedy."""


def data_folder() -> Path:
    """The per-user default: $XDG_DATA_HOME/rongcuo, or ~/.local/share/rongcuo."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "rongcuo"


# ── checks: each error text is a remedy in Chinese ──────────────────────────────────────────────
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


def _folder(path: Path | None) -> Path | None:
    if path is None:
        return None
    folder = _whole(path)
    if not os.path.isdir(folder):
        raise ValueError("没有这个文件夹，请先建好它，或改成已有的文件夹")
    return folder


def _file(path: Path | None) -> Path | None:
    if path is None:
        return None
    file = _whole(path)
    if not os.path.isfile(file):
        raise ValueError("没有这个文件，请先建好它，或改成已有的文件")
    return file


def _in_a_folder(url: SecretStr | None) -> SecretStr | None:
    """Only the data folder is made where there is none: a database that was named is not put where nobody looks."""
    named = url.get_secret_value() if url else ""
    if named.startswith(FILE):
        folder = Path(unquote(named.removeprefix(FILE).partition("?")[0])).parent
        if not os.path.isdir(folder):
            raise ValueError(
                f"没有 {_short(str(folder), 2 * SHOWN)} 这个文件夹，请先建好它，或改成已有的文件夹"
            )
    return url


def _place(path: Path) -> Path:
    place = _whole(path)
    if os.path.exists(place) and not os.path.isdir(place):
        raise ValueError("这是一个文件，请改成文件夹")
    return place


def _with_url(model: str | None, others: ValidationInfo) -> str | None:
    if model is None and others.data.get("second_url"):
        raise PydanticCustomError(
            "needed", "设了 RONGCUO_SECOND_URL，就要写明用哪个模型，例如 qwen3-8b；不用第二意见，请去掉网址"
        )
    return model


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
LogLevel = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_capitals)]


class Settings(BaseSettings):
    """One field is one variable: `telegram_token` is RONGCUO_TELEGRAM_TOKEN. An empty one counts as not set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="ignore", hide_input_in_errors=True
    )

    telegram_token: Token = Field(
        default=None, description="Telegram 机器人的令牌，向 @BotFather 索取；不设则在终端里对话"
    )
    telegram_api_url: Root = Field(
        default="https://api.telegram.org", description="Bot API 的网址，自建 Bot API 服务器时才需要改"
    )
    telegram_webhook_url: Hook = Field(
        default=None, description="接收更新的 https 网址，为 webhook 预留；不设则用长轮询，内网机器也能用"
    )
    proxy: ProxyUrl = Field(
        default=None,
        description="连 Telegram 用的 http 或 https 代理，例如 http://127.0.0.1:7890；不设则看 HTTPS_PROXY、NO_PROXY，都没有就直连",
    )
    admin_chat: int | None = Field(
        default=None, description="向哪个 Telegram 会话报告故障（会话编号，不含用户的话）；不设则只写日志"
    )
    data: Annotated[Path, AfterValidator(_place)] = Field(
        default_factory=data_folder,
        description="数据文件夹，默认 $XDG_DATA_HOME/rongcuo，通常是 ~/.local/share/rongcuo",
    )
    database_url: DatabaseUrl = Field(
        default=None,
        description="数据库网址，例如 postgresql://用户:密码@主机/库名、sqlite:////文件夹/文件.db（文件夹须已存在）；不设则在数据文件夹里用 SQLite",
    )
    policies: Annotated[Path | None, AfterValidator(_folder)] = Field(
        default=None, description="另存自己政策文件的文件夹，须已存在；不设则只用自带的政策"
    )
    workdays: Annotated[Path | None, AfterValidator(_file)] = Field(
        default=None,
        description="放假调休的更正，YAML 文件，每行如 2027-02-06: 班（或 休）；不设则按已公布的安排，没公布的年份标“暂定”",
    )
    region: str | None = Field(
        default=None, description="终端里默认的地区，代号或名字，例如 weihai、威海市；不设则每次先问"
    )
    log_level: LogLevel = Field(default="INFO", description="日志详略：DEBUG、INFO、WARNING 或 ERROR")
    second_url: Endpoint = Field(
        default=None,
        description="“第二意见”的网址，要兼容 OpenAI 的接口，例如 http://127.0.0.1:8000/v1；不设则不问，什么也不发出去",
    )
    second_key: ApiKey = Field(default=None, description="第二意见的密钥；不要密钥的接口就不设")
    second_model: Annotated[str | None, AfterValidator(_with_url)] = Field(
        default=None, validate_default=True, description="第二意见用的模型，例如 qwen3-8b；设了网址就要设"
    )
    second_cases: bool = Field(
        default=False,
        description="设为 true 则自己遇到的情况也送去问（先隐去证件号、电话、卡号）；不设则只送问规则的话",
    )
    second_seconds: float = Field(
        default=2.0,
        ge=0.1,
        le=20,
        description="等第二意见最多几秒，0.1 到 20；不设则 2 秒，等不到就照原来的答",
    )

    @property
    def database(self) -> str:
        """The database to open, with its password if it has one: never print it."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        file = str(self.data / "rongcuo.db").replace("%", "%25").replace("?", "%3F")  # signs of an address
        return f"{FILE}{file}"


def load_settings() -> Settings:
    """Read the environment. Raises SettingsError, one line for each wrong variable."""
    complaints = list(_misspelt(os.environ))
    try:
        settings = Settings()
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_context=False, include_input=False)
        complaints = [*(_sentence(str(one["loc"][0]), one["type"], one["msg"]) for one in wrong), *complaints]
        raise SettingsError("\n".join(complaints)) from None
    if complaints:
        raise SettingsError("\n".join(complaints))
    return settings


def _sentence(field: str, kind: str, message: str) -> str:
    name = field.upper()
    if kind == "needed":
        return f"环境变量 {PREFIX}{name} 还没有设：{message}。"
    given = os.environ.get(PREFIX + name)
    shown = "的值" if name in SECRET or given is None else f"的值「{_short(given)}」"
    remedy = message.removeprefix("Value error, ") if kind == "value_error" else _REMEDY.get(kind, message)
    return f"环境变量 {PREFIX}{name} {shown}不对：{remedy}。"


def _short(value: str, most: int = SHOWN) -> str:
    return value if len(value) <= most else value[:most] + "…"


_REMEDY = {
    "int_parsing": "要写整数，例如 -1001234567890",
    "int_parsing_size": "数字太长，请核对会话编号",
    "literal_error": "只能是 DEBUG、INFO、WARNING 或 ERROR",
    "bool_parsing": "只能写 true 或 false",
    **dict.fromkeys(
        ("float_parsing", "greater_than_equal", "less_than_equal"), "要写 0.1 到 20 之间的秒数，例如 2"
    ),
}


def _misspelt(environment: Mapping[str, str]) -> Iterable[str]:
    """Variables that nobody reads but that look like one of ours: a token in vain is hard to find."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(environment):
        if not name.upper().startswith(PREFIX) or name.upper() in known:
            continue
        near = get_close_matches(name.upper(), known, n=1, cutoff=0.85)
        if near:
            yield f"环境变量 {name} 没有人读：是不是想写 {near[0]}？请改名，或删掉它。"
