"""A proxy on loopback that passes on what it is asked, by whatever name the server was called, and notes it."""

from __future__ import annotations

import asyncio
from typing import Any


class Proxy:
    """`server`: (host, port) that every request goes to; None: CONNECT is noted and refused."""

    def __init__(self, server: tuple[str, int] | None) -> None:
        self._server = server
        self.asked: list[str] = []
        self.heads: list[str] = []
        self._tasks: set[asyncio.Task[Any]] = set()

    async def start(self) -> str:
        self._listening = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._listening.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        self._listening.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            await self._pass_on(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request of a connection: the client is told that it ends there."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        line, _, rest = head.partition("\r\n")
        self.asked.append(line)
        self.heads.append(rest.lower())
        if line.startswith("CONNECT") or not self._server:
            writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await writer.drain()
            return
        method, address, version = line.split(" ")
        path = "/" + address.split("://", 1)[1].partition("/")[2]
        there, back = await asyncio.open_connection(*self._server)
        kept = [
            one for one in rest.split("\r\n") if one and not one.lower().startswith(("connection", "proxy-"))
        ]
        back.write(f"{method} {path} {version}\r\n".encode())
        back.write(("\r\n".join([*kept, "Connection: close"]) + "\r\n\r\n").encode("latin-1"))
        upwards = asyncio.create_task(_copy(reader, back))
        try:
            await _copy(there, writer)
        finally:
            upwards.cancel()
            back.close()


async def _copy(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    while piece := await source.read(2**16):
        to.write(piece)
        await to.drain()
