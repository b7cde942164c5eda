"""Settings: defaults that work, and a sentence that helps for each mistake."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(f"RONGCUO_{field.upper()}", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))


def test_without_any_setting_it_runs_in_the_terminal_with_sqlite(tmp_path: Path) -> None:
    settings = load_settings()
    assert settings.telegram_token is None
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.database == f"sqlite:///{tmp_path}/rongcuo/rongcuo.db"
    assert settings.log_level == "INFO"


def test_without_xdg_the_data_is_in_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load_settings().data == tmp_path / ".local/share/rongcuo"


def test_every_setting_can_be_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given = {
        "TELEGRAM_TOKEN": "123456:ABC-def",
        "TELEGRAM_API_URL": "http://127.0.0.1:8081",
        "TELEGRAM_WEBHOOK_URL": "https://bot.example.cn/hook",
        "PROXY": "http://clerk:secret@127.0.0.1:7890",
        "ADMIN_CHAT": "-1001234567890",
        "DATA": "~/rongcuo",
        "DATABASE_URL": "postgresql://clerk:secret@db/rongcuo",
        "POLICIES": str(tmp_path),
        "REGION": "weihai",
        "WORKDAYS": str(tmp_path / "2027.yaml"),
        "PAGE": "false",
        "PAGE_ADDRESS": "0.0.0.0",
        "PAGE_PORT": "8080",
        "PAGE_NAMES": "Rongcuo.example.cn, bot",
        "PAGE_PROXY": "127.0.0.1, 10.0.0.0/24",
        "PAGE_PROCESSES": "3",
        "STAFF_HEADER": "X-Remote-User",
        "LOG_LEVEL": "debug",
        "SECOND_URL": "http://127.0.0.1:8000/v1",
        "SECOND_KEY": "sk-XYZ-789",
        "SECOND_MODEL": "qwen3-8b",
        "SECOND_CASES": "true",
        "SECOND_SECONDS": "0.5",
    }
    (tmp_path / "2027.yaml").write_text("2027-02-06: 班\n", "utf-8")
    assert {name.lower() for name in given} == set(Settings.model_fields)
    for name, value in given.items():
        monkeypatch.setenv(f"RONGCUO_{name}", value)
    settings = load_settings()
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == "123456:ABC-def"
    assert settings.data == Path.home() / "rongcuo"
    assert settings.admin_chat == -1001234567890
    assert settings.database == "postgresql://clerk:secret@db/rongcuo"
    assert settings.policies == tmp_path
    assert settings.log_level == "DEBUG"
    assert "secret" not in repr(settings)
    assert "ABC-def" not in repr(settings)
    assert settings.second_key is not None
    assert settings.second_key.get_secret_value() == "sk-XYZ-789"
    assert "sk-XYZ-789" not in repr(settings)
    assert (settings.second_url, settings.second_model) == ("http://127.0.0.1:8000/v1", "qwen3-8b")
    assert settings.second_cases is True
    assert settings.second_seconds == 0.5


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGCUO_TELEGRAM_TOKEN", "")
    monkeypatch.setenv("RONGCUO_ADMIN_CHAT", "")
    assert load_settings().telegram_token is None


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("TELEGRAM_TOKEN", "geheim", "@BotFather"),
        ("TELEGRAM_API_URL", "api.telegram.org", "https://"),
        ("PROXY", "socks5://clerk:geheim@127.0.0.1:1080", "http://127.0.0.1:7890"),
        ("PROXY", "127.0.0.1:7890", "http://127.0.0.1:7890"),
        ("TELEGRAM_WEBHOOK_URL", "http://bot.example.cn", "长轮询"),
        ("ADMIN_CHAT", "@zhang", "整数"),
        ("ADMIN_CHAT", "9" * 5000, "数字太长"),
        ("DATA", __file__, "文件夹"),
        ("DATABASE_URL", "mysql://clerk:geheim@db/x", "postgresql://"),
        ("POLICIES", "/nowhere/at/all", "没有这个文件夹"),
        ("DATABASE_URL", "mysql://clerk:geheim@db/x", "sqlite:////"),
        ("DATABASE_URL", "sqlite:////nope/dir/x.db", "没有 /nope/dir 这个文件夹，请先建好"),
        ("DATABASE_URL", "sqlite:////nope%25a/x.db?mode=rwc", "没有 /nope%a 这个文件夹"),
        ("POLICIES", "/" + "x" * 300, "没有这个文件夹"),
        ("POLICIES", "~nobody-here/x", "请把路径写全"),
        ("WORKDAYS", "~nobody-here/x", "请把路径写全"),
        ("WORKDAYS", "/" + "x" * 300, "没有这个文件"),
        ("DATA", "~nobody-here/x", "请把路径写全"),
        ("DATABASE_URL", "sqlite:////" + "x" * 300 + "/x.db", "这个文件夹"),
        ("PAGE_ADDRESS", "rongcuo.example.cn", "数字地址"),
        ("PAGE_PORT", "0", "1 到 65535"),
        ("PAGE_PORT", "9" * 5000, "1 到 65535"),
        ("PAGE_PORT", "x", "1 到 65535"),
        ("PAGE_NAMES", "http://rongcuo.example.cn", "不带 http://"),
        ("PAGE_PROXY", "proxy", "数字地址"),
        ("STAFF_HEADER", "X Remote", "X-Remote-User"),
        ("STAFF_HEADER", "X-Remote-User", "RONGCUO_PAGE_PROXY"),
        ("PAGE_PROCESSES", "9", "0 到 8"),
        ("PAGE_PROCESSES", "many", "0 到 8"),
        ("LOG_LEVEL", "loud", "DEBUG、INFO、WARNING 或 ERROR"),
        ("SECOND_URL", "ftp://geheim", "到 /v1 为止"),
        ("SECOND_URL", "https://clerk:geheim@api.example.cn/v1", "RONGCUO_SECOND_KEY"),
        ("SECOND_URL", "https://api.example.cn/v1?key=geheim", "RONGCUO_SECOND_KEY"),
        ("SECOND_KEY", "geheim sk-1", "中间没有空格"),
        ("SECOND_KEY", "密钥geheim", "整串复制"),
        ("SECOND_CASES", "maybe", "true 或 false"),
        ("SECOND_SECONDS", "soon", "0.1 到 20"),
        ("SECOND_SECONDS", "0", "0.1 到 20"),
        ("SECOND_SECONDS", "21", "0.1 到 20"),
        ("SECOND_SECONDS", "nan", "0.1 到 20"),
        ("SECOND_SECONDS", "inf", "0.1 到 20"),
    ],
)
def test_a_wrong_value_is_explained(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, remedy: str
) -> None:
    monkeypatch.setenv(f"RONGCUO_{name}", value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    sentence = str(caught.value)
    assert sentence.startswith(f"环境变量 RONGCUO_{name} ")
    assert remedy in sentence
    assert "geheim" not in sentence
    assert caught.value.__suppress_context__  # pydantic's own report would repeat the value
    assert len(sentence) < 200


def test_only_the_folder_of_the_default_may_be_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RONGCUO_DATA", str(tmp_path / "not yet"))
    assert load_settings().database == f"sqlite:///{tmp_path / 'not yet' / 'rongcuo.db'}"
    monkeypatch.setenv("RONGCUO_DATABASE_URL", f"sqlite:///{tmp_path / 'x.db'}")
    assert load_settings().database == f"sqlite:///{tmp_path / 'x.db'}"


def test_a_second_opinion_needs_the_name_of_its_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGCUO_SECOND_URL", "http://127.0.0.1:8000/v1")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value).startswith("环境变量 RONGCUO_SECOND_MODEL 还没有设：")
    assert "RONGCUO_SECOND_URL" in str(caught.value)
    monkeypatch.setenv("RONGCUO_SECOND_MODEL", "qwen3-8b")
    settings = load_settings()
    assert (settings.second_key, settings.second_cases, settings.second_seconds) == (None, False, 2.0)


def test_a_wrong_address_of_a_second_opinion_is_the_only_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGCUO_SECOND_URL", "127.0.0.1:8000")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert len(str(caught.value).splitlines()) == 1


def test_all_mistakes_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGCUO_ADMIN_CHAT", "x")
    monkeypatch.setenv("RONGCUO_LOG_LEVEL", "x")
    monkeypatch.setenv("RONGCUO_TELEGRAM_TOKN", "1:x")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert "RONGCUO_TELEGRAM_TOKN 没有人读：是不是想写 RONGCUO_TELEGRAM_TOKEN" in lines[2]


def test_a_misspelt_variable_is_noticed_and_a_strange_one_is_not_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RONGCUO_SOMETHING_ELSE", "1")
    load_settings()
    monkeypatch.setenv("RONGCUO_DATABASE_URI", "sqlite:///x.db")
    with pytest.raises(SettingsError, match="RONGCUO_DATABASE_URL"):
        load_settings()


def test_every_setting_is_described_in_chinese() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert any("一" <= letter <= "鿿" for letter in field.description), name


def test_settings_alone_load_neither_a_database_nor_telegram() -> None:
    code = "import sys, bot.settings; print([m for m in ('sqlalchemy', 'alembic', 'telegram', 'aiohttp') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
