"""The gateway: a websocket a bot identifies on, hears events from, loses and resumes.

A session outlives its connection: it numbers its events and keeps them, and RESUME replays what was missed.
"""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from bot.offline.events import PRIVILEGED, Event
from bot.offline.faults import Faults
from bot.offline.greeting import Greeter
from bot.offline.payloads import Json
from bot.offline.sessions import Close, ClosedError, Connection, Op, Session


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
