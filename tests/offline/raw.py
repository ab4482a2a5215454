"""Requests as a bot without a careful library would send them."""

from typing import Any, NamedTuple

import aiohttp

from bot.offline import Channel, OfflineDiscord


class Answer(NamedTuple):
    status: int
    body: Any

    def codes(self) -> dict[str, str]:
        """The nested errors of code 50035, flat: "components.0.type" to Discord's code."""
        found: dict[str, str] = {}
        stack = [((), self.body.get("errors", {}))] if isinstance(self.body, dict) else []
        while stack:
            path, node = stack.pop()
            for key, value in node.items():
                if key == "_errors":
                    found[".".join(path)] = value[0]["code"]
                else:
                    stack.append(((*path, key), value))  # type: ignore[arg-type]
        return found


async def ask(server: OfflineDiscord, method: str, path: str, body: Any = None, *, token: str | None = None) -> Answer:
    headers = {"Authorization": f"Bot {token or server.token}"}
    url = f"{server.origin}/api/v10{path}"
    async with aiohttp.request(method, url, json=body, headers=headers) as response:
        return Answer(response.status, await response.json() if response.status != 204 else None)


async def say(server: OfflineDiscord, channel: Channel, **body: Any) -> Answer:
    return await ask(server, "POST", f"/channels/{channel.id}/messages", body)
