"""What lies between the gateway and one bot: a connection that writes frames, a session that numbers and keeps events.

Opcodes and close codes are those of Discord's documentation, "Opcodes and Status Codes", section "Gateway".
"""

import asyncio
import contextlib
import json
import secrets
from collections import deque
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from aiohttp import web

from bot.offline.compression import stream
from bot.offline.events import Event

KEPT_EVENTS = 10_000
"""How many events a session remembers for RESUME."""


class Op(IntEnum):
    """Gateway opcodes."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE_UPDATE = 3
    VOICE_STATE_UPDATE = 4
    RESUME = 6
    RECONNECT = 7
    REQUEST_GUILD_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Close(IntEnum):
    """Gateway close codes."""

    UNKNOWN_OPCODE = 4001
    DECODE_ERROR = 4002
    NOT_AUTHENTICATED = 4003
    AUTHENTICATION_FAILED = 4004
    ALREADY_AUTHENTICATED = 4005
    INVALID_SEQUENCE = 4007
    INVALID_SHARD = 4010
    INVALID_INTENTS = 4013
    DISALLOWED_INTENTS = 4014


class ClosedError(Exception):
    """The connection is refused with `code`."""

    def __init__(self, code: Close) -> None:
        self.code = code
        super().__init__(code.name)


class Connection:
    """One websocket; frames leave in the order they were put."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self._socket, self._request = socket, request
        self._compress = stream(request.query.get("compress"))
        self._frames: asyncio.Queue[str] = asyncio.Queue()

    def put(self, frame: str) -> None:
        """Send the JSON text `frame`, soon and in order."""
        self._frames.put_nowait(frame)

    def op(self, op: Op, data: Any = None) -> None:
        """Send a frame that is no dispatch."""
        self.put(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    async def write(self) -> None:
        """Write frames until cancelled or cut off."""
        with contextlib.suppress(ConnectionError):
            while True:
                frame = await self._frames.get()
                await (
                    self._socket.send_bytes(self._compress(frame)) if self._compress else self._socket.send_str(frame)
                )

    async def close(self, code: int) -> None:
        """Close politely with `code`."""
        await self._socket.close(code=code)

    def cut(self) -> None:
        """Cut the connection without a word."""
        if self._request.transport is not None:
            self._request.transport.abort()


@dataclass(eq=False)
class Session:
    """What a bot that identified is owed: numbered events, through whichever connection it has now."""

    intents: int
    shard: tuple[int, int] = (0, 1)
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    connection: Connection | None = None
    sequence: int = 0
    kept: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=KEPT_EVENTS))

    def hears(self, event: Event) -> bool:
        """Whether intents and shard let `event` through."""
        shard = (event.guild >> 22) % self.shard[1] if event.guild else 0
        return shard == self.shard[0] and (not event.intent or bool(event.intent & self.intents))

    def dispatch(self, event: Event) -> None:
        """Number, keep and send `event`."""
        self.sequence += 1
        name, data = json.dumps(event.name), event.data_for(self.intents)
        frame = f'{{"op": 0, "s": {self.sequence}, "t": {name}, "d": {data}}}'
        self.kept.append((self.sequence, frame))
        if self.connection:
            self.connection.put(frame)

    def replay(self, after: int) -> None:
        """Send again what came after number `after`, then RESUMED."""
        if not 0 <= after <= self.sequence:
            raise ClosedError(Close.INVALID_SEQUENCE)
        for number, frame in self.kept:
            if number > after and self.connection:
                self.connection.put(frame)
        self.dispatch(Event("RESUMED", json.dumps({"_trace": []})))
