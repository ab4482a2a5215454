"""The REST API: takes a request apart, applies faults and the description, calls its handler, writes the answer."""

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

from aiohttp import BodyPartReader, web

from bot.offline import errors
from bot.offline.call import Call, Handler, Routes, Upload
from bot.offline.errors import ApiError, Problem, invalid
from bot.offline.faults import Fault, Faults
from bot.offline.openapi import Description

PREFIX = "/api/v10"
_FILE_FIELD = re.compile(r"files\[(\d{1,3})\]")
_WITHOUT_TOKEN = ("/interactions/", "/webhooks/", "/gateway")


class Rest:
    """Serves a table of routes as Discord would."""

    def __init__(self, token: str, faults: Faults, description: Description | None) -> None:
        self._token, self._faults, self._description = token, faults, description
        self.refusals: list[ApiError] = []
        """Every refusal so far: what a bot swallowed can still be asserted."""
        self.requests: list[Call] = []
        """Every request so far that reached its handler."""

    def serve(self, app: web.Application, routes: Routes) -> None:
        """Add `routes` to `app`, and an answer for all others."""
        for method, route, handler in routes:
            app.router.add_route(method, PREFIX + route, self._endpoint(method, route, handler))
        app.router.add_route("*", "/api/{rest:.*}", self._unknown)

    async def _unknown(self, request: web.Request) -> web.Response:
        refusal = ApiError(errors.NO_SUCH_ROUTE)
        self.refusals.append(refusal)
        return _answer(refusal.reason.status, refusal.body() | {"route": f"{request.method} {request.path}"})

    def _endpoint(self, method: str, route: str, handler: Handler) -> Callable[[web.Request], Any]:
        async def endpoint(request: web.Request) -> web.Response:
            fault = self._faults.next_for(method, route)
            if fault and fault.delay:
                await asyncio.sleep(fault.delay)
            elif fault and not fault.applied:
                return _faulty(fault)
            answer = await self._answer(request, method, route, handler)
            return _faulty(fault) if fault and fault.applied else answer

        return endpoint

    async def _answer(self, request: web.Request, method: str, route: str, handler: Handler) -> web.Response:
        try:
            self._authenticate(request, route)
            call = await _parse(request, method, route)
            self._validate(call)
            self.requests.append(call)
            result = await self._handled(handler, call)
        except ApiError as refusal:
            self.refusals.append(refusal)
            return _answer(refusal.reason.status, refusal.body())
        return web.Response(status=204) if result is None else _answer(200, result)

    async def _handled(self, handler: Handler, call: Call) -> Any:
        if self._description is not None:
            return await handler(call)
        try:
            return await handler(call)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # Nothing but the description checks a body's whole shape before it is read.
            raise invalid([Problem((), "BASE_TYPE_BAD_VALUE", f"Not of the shape expected: {error}")]) from error

    def _authenticate(self, request: web.Request, route: str) -> None:
        given = request.headers.get("Authorization")
        if given != f"Bot {self._token}" and not route.startswith(_WITHOUT_TOKEN):
            raise ApiError(errors.UNAUTHORIZED)

    def _validate(self, call: Call) -> None:
        if self._description is None or call.body is None:
            return
        if problems := self._description.problems(call.method, call.route, call.body):
            raise invalid(problems)


async def _parse(request: web.Request, method: str, route: str) -> Call:
    body: Any = None
    uploads: list[Upload] = []
    if request.content_type == "multipart/form-data":
        body, uploads = await _multipart(request)
    elif request.body_exists and (raw := await request.read()):
        body = _json(raw)
    return Call(method, route, dict(request.match_info), dict(request.query), body, tuple(uploads))


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ApiError(errors.INVALID_JSON) from error


async def _multipart(request: web.Request) -> tuple[Any, list[Upload]]:
    body: Any = None
    uploads: list[Upload] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        data = bytes(await part.read())
        if part.name == "payload_json":
            body = _json(data)
        elif found := _FILE_FIELD.fullmatch(part.name or ""):
            uploads.append(Upload(int(found[1]), part.filename or "unknown", data))
    return body, uploads


def _answer(status: int, body: Any, headers: dict[str, str] | None = None) -> web.Response:
    """JSON whose content type has no charset: discord.py reads no other."""
    response = web.Response(status=status, body=json.dumps(body).encode(), headers=headers)
    response.headers["Content-Type"] = "application/json"
    return response


def _faulty(fault: Fault) -> web.Response:
    if fault.status != 429:
        return _answer(fault.status, {"message": f"{fault.status}: Server Error", "code": 0})
    body = {"message": "You are being rate limited.", "retry_after": fault.retry_after, "global": fault.everywhere}
    headers = {"Via": "1.1 google", "Retry-After": str(fault.retry_after)}
    headers["X-RateLimit-Scope"] = "global" if fault.everywhere else "user"
    return _answer(429, body, headers)
