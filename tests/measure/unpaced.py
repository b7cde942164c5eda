"""The whole bot without flood control, for benchmarks against a server of one's own."""

import asyncio
import signal

from bot.app import App
from bot.channels.telegram.service import Service
from bot.files import Keep
from bot.mind.learnt import assistant
from bot.settings import load_settings
from bot.store.mail import Store
from bot.workdays import Workdays
from dialogs.router import Rongcuo


async def serve() -> None:
    settings = load_settings()
    store, talk = Store(settings.database), Rongcuo(assistant(settings), Workdays())
    token = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
    keep = Keep(settings.data / "files")
    service = Service(
        token, settings.telegram_api_url, App(store, talk, keep), store, talk, paced=False, keep=keep
    )
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, service.stop)
    await service.run()
    store.close()


if __name__ == "__main__":
    asyncio.run(serve())
