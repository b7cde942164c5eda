"""What an operator may set, all by environment variables that begin with RONGCUO_, read once at the start.

Knows neither the database nor Telegram, so that a question in the terminal starts quickly.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from bot.settings import checks
from bot.settings.checks import FILE, listed, short

PREFIX = "RONGCUO_"
SECRET = {"TELEGRAM_TOKEN", "TELEGRAM_API_URL", "PROXY", "DATABASE_URL", "SECOND_URL", "SECOND_KEY"}
"""Never repeated in an error message."""


class SettingsError(Exception):
    """A wrong setting; the text is Chinese and names the variable, what is wrong and the remedy."""


def data_folder() -> Path:
    """The per-user default: $XDG_DATA_HOME/rongcuo, or ~/.local/share/rongcuo."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "rongcuo"


class Settings(BaseModel):
    """One field is one variable: `telegram_token` is RONGCUO_TELEGRAM_TOKEN. An empty one counts as not set."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, validate_default=True)

    telegram_token: checks.Token = Field(
        default=None, description="Telegram 机器人的令牌，向 @BotFather 索取；不设则在网页和终端里对话"
    )
    telegram_api_url: checks.Root = Field(
        default="https://api.telegram.org", description="Bot API 的网址，自建 Bot API 服务器时才需要改"
    )
    telegram_webhook_url: checks.Hook = Field(
        default=None,
        description="让 Telegram 把消息推送到这个 https 网址（webhook），前面的代理要转到网页的端口；不设则用长轮询，内网机器也能用",
    )
    proxy: checks.ProxyUrl = Field(
        default=None,
        description="连 Telegram 用的 http 或 https 代理，例如 http://127.0.0.1:7890；不设则看 HTTPS_PROXY、NO_PROXY，都没有就直连",
    )
    admin_chat: int | None = Field(
        default=None, description="向哪个 Telegram 会话报告故障（会话编号，不含用户的话）；不设则只写日志"
    )
    data: Annotated[Path, AfterValidator(checks.place)] = Field(
        default_factory=data_folder,
        description="数据文件夹，默认 $XDG_DATA_HOME/rongcuo，通常是 ~/.local/share/rongcuo",
    )
    database_url: checks.DatabaseUrl = Field(
        default=None,
        description="数据库网址，例如 postgresql://用户:密码@主机/库名、sqlite:////文件夹/文件.db（文件夹须已存在）；不设则在数据文件夹里用 SQLite",
    )
    policies: Annotated[Path | None, AfterValidator(checks.folder)] = Field(
        default=None, description="另存自己政策文件的文件夹，须已存在；不设则只用自带的政策"
    )
    workdays: Annotated[Path | None, AfterValidator(checks.file)] = Field(
        default=None,
        description="放假调休的更正，YAML 文件，每行如 2027-02-06: 班（或 休）；不设则按已公布的安排，没公布的年份标“暂定”",
    )
    region: str | None = Field(
        default=None, description="终端里默认的地区，代号或名字，例如 weihai、威海市；不设则每次先问"
    )
    page: bool = Field(
        default=True, description="浏览器里的网页；设为 false 则不开，只在终端或 Telegram 里对话"
    )
    page_address: checks.PageAddress = Field(
        default="127.0.0.1",
        description="网页在哪个地址上等浏览器来；不设则只有本机打得开，设为 0.0.0.0 则内网各处都打得开",
    )
    page_port: checks.PagePort = Field(default=8420, description="网页用的端口，不设则 8420")
    page_names: checks.PageNames = Field(
        default="",
        description="内网里用什么名字打开网页，几个用逗号分开，例如 rongcuo.example.cn；用数字地址打开的不用设",
    )
    page_proxy: checks.PageProxy = Field(
        default="",
        description="网页前面的反向代理（nginx、caddy）的地址，几个用逗号分开，例如 127.0.0.1；只信它说的来访地址和 https",
    )
    page_processes: checks.PageProcesses = Field(
        default=None,
        description="另开几个进程来想网页上的回答，0 到 8；不设则看处理器有几个核，两个核开 1 个，更多的开 2 个，一个核不开",
    )
    staff_header: checks.HeaderName = Field(
        default=None,
        description="单位的代理已经验过身份的，用哪个请求头说登录名，例如 X-Remote-User；只信 RONGCUO_PAGE_PROXY 说的；不设则用密码登录",
    )
    log_level: checks.LogLevel = Field(default="INFO", description="日志详略：DEBUG、INFO、WARNING 或 ERROR")
    second_url: checks.Endpoint = Field(
        default=None,
        description="“第二意见”的网址，要兼容 OpenAI 的接口，例如 http://127.0.0.1:8000/v1；不设则不问，什么也不发出去",
    )
    second_key: checks.ApiKey = Field(default=None, description="第二意见的密钥；不要密钥的接口就不设")
    second_model: Annotated[str | None, AfterValidator(checks.with_url)] = Field(
        default=None, description="第二意见用的模型，例如 qwen3-8b；设了网址就要设"
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
    def page_hosts(self) -> tuple[str, ...]:
        return listed(self.page_names.lower())

    @property
    def page_proxies(self) -> tuple[str, ...]:
        return listed(self.page_proxy)

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
        settings = Settings.model_validate(_given(os.environ))
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_context=False, include_input=False)
        complaints = [*(_sentence(str(one["loc"][0]), one["type"], one["msg"]) for one in wrong), *complaints]
        raise SettingsError("\n".join(complaints)) from None
    if complaints:
        raise SettingsError("\n".join(complaints))
    return settings


def _given(environment: Mapping[str, str]) -> dict[str, str]:
    """What is set, by field; the case of its letters makes no difference."""
    upper = {name.upper(): value for name, value in environment.items()}
    return {name: value for name in Settings.model_fields if (value := upper.get(PREFIX + name.upper()))}


def _sentence(field: str, kind: str, message: str) -> str:
    name = field.upper()
    if kind == "needed":
        return f"环境变量 {PREFIX}{name} 还没有设：{message}。"
    given = os.environ.get(PREFIX + name)
    shown = "的值" if name in SECRET or given is None else f"的值「{short(given)}」"
    remedy = message.removeprefix("Value error, ") if kind == "value_error" else _REMEDY.get(kind, message)
    return f"环境变量 {PREFIX}{name} {shown}不对：{remedy}。"


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
