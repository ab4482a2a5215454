"""The gateway: a websocket a bot identifies on, hears events from, loses and resumes.

A session outlives its connection: it numbers its events and keeps them, and RESUME replays what was missed. Opcodes
and close codes are those of Discord's documentation, "Opcodes and Status Codes", section "Gateway".
"""

import asyncio
import contextlib
import json
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from aiohttp import WSMsgType, web

from bot.offline.compression import stream
from bot.offline.events import PRIVILEGED, Event
from bot.offline.faults import Faults
from bot.offline.greeting import Greeter
from bot.offline.payloads import Json

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


class Gateway:
    """All sessions, and the handler of the websocket route."""

    greeter: Greeter

    def __init__(self, faults: Faults, changed: Callable[[], None], heartbeat_interval: float) -> None:
        self._faults, self._changed, self._interval = faults, changed, heartbeat_interval
        self._sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()

    @property
    def connected(self) -> bool:
        """Whether a bot hears events now."""
        return any(session.connection for session in self._sessions.values())

    def publish(self, event: Event) -> None:
        """Tell `event` to every session that may hear it; one without a connection is told when it resumes."""
        for session in self._sessions.values():
            if session.hears(event):
                session.dispatch(event)

    async def drop(self, code: int | None = None) -> None:
        """Lose every connection: with a close code, or without a word. Sessions can be resumed."""
        for connection in list(self._connections):
            if code is None:
                connection.cut()
            else:
                await connection.close(code)
        self._detach()

    def ask_to_reconnect(self) -> None:
        """Send RECONNECT, as Discord does before it restarts a gateway."""
        for connection in self._connections:
            connection.op(Op.RECONNECT)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Send INVALID_SESSION; unless `resumable`, the sessions are forgotten."""
        for connection in self._connections:
            connection.op(Op.INVALID_SESSION, resumable)
        if not resumable:
            self.forget()

    def forget(self) -> None:
        """Forget all sessions, so that the next RESUME is refused."""
        self._detach()
        self._sessions.clear()

    def _detach(self) -> None:
        for session in self._sessions.values():
            session.connection = None

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """The websocket's route."""
        socket = web.WebSocketResponse(max_msg_size=4096 * 4)
        await socket.prepare(request)
        connection = Connection(socket, request)
        self._connections.add(connection)
        writer = asyncio.create_task(connection.write())
        connection.op(Op.HELLO, {"heartbeat_interval": int(self._interval * 1000)})
        try:
            await self._listen(socket, connection)
        except ClosedError as refusal:
            await connection.close(refusal.code)
        finally:
            writer.cancel()
            self._connections.discard(connection)
            for session in self._sessions.values():
                if session.connection is connection:
                    session.connection = None
        return socket

    async def _listen(self, socket: web.WebSocketResponse, connection: Connection) -> None:
        async for message in socket:
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return
            try:
                frame = json.loads(message.data)
                op, data = Op(frame["op"]), frame.get("d")
            except (ValueError, KeyError, TypeError) as error:
                code = Close.UNKNOWN_OPCODE if "is not a valid Op" in str(error) else Close.DECODE_ERROR
                raise ClosedError(code) from error
            try:
                self._receive(op, data, connection)
            except (AttributeError, TypeError, ValueError) as error:
                raise ClosedError(Close.DECODE_ERROR) from error

    def _receive(self, op: Op, data: Any, connection: Connection) -> None:
        session = next((s for s in self._sessions.values() if s.connection is connection), None)
        if op is Op.HEARTBEAT:
            if self._faults.heartbeat_is_heard():
                connection.op(Op.HEARTBEAT_ACK)
        elif op is Op.IDENTIFY:
            if session:
                raise ClosedError(Close.ALREADY_AUTHENTICATED)
            self._identify(data, connection)
        elif op is Op.RESUME:
            self._resume(data, connection)
        elif session is None:
            raise ClosedError(Close.NOT_AUTHENTICATED)
        elif op is Op.REQUEST_GUILD_MEMBERS and (chunk := self.greeter.members(data, session.intents)):
            session.dispatch(chunk)

    def _identify(self, data: Json, connection: Connection) -> None:
        if data.get("token") != self.greeter.token:
            raise ClosedError(Close.AUTHENTICATION_FAILED)
        intents = data.get("intents")
        if not isinstance(intents, int) or not 0 <= intents < 1 << 26:
            raise ClosedError(Close.INVALID_INTENTS)
        if intents & PRIVILEGED & ~self.greeter.privileged:
            raise ClosedError(Close.DISALLOWED_INTENTS)
        shard, count = data.get("shard", (0, 1))
        if not 0 <= shard < count:
            raise ClosedError(Close.INVALID_SHARD)
        self._sessions = {key: kept for key, kept in self._sessions.items() if kept.connection}
        session = Session(intents, (shard, count), connection=connection)
        self._sessions[session.id] = session
        session.dispatch(Event("READY", json.dumps(self.greeter.ready(session.id, session.shard))))
        for event in self.greeter.guilds():
            if session.hears(event):
                session.dispatch(event)
        self._changed()

    def _resume(self, data: Json, connection: Connection) -> None:
        if data.get("token") != self.greeter.token:
            raise ClosedError(Close.AUTHENTICATION_FAILED)
        session = self._sessions.get(str(data.get("session_id")))
        if session is None:
            connection.op(Op.INVALID_SESSION, data=False)
            return
        session.connection = connection
        session.replay(int(data.get("seq") or 0))
        self._changed()
