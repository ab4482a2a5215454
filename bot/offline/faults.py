"""What can go wrong between a bot and Discord, to be switched on by a test.

A route is named as in Discord's documentation: `faults.server_error("POST", "/channels/{channel_id}/messages")`.
"""

from dataclasses import dataclass


@dataclass
class Fault:
    """One fault for the next `times` requests to a route."""

    method: str
    route: str
    times: int
    status: int = 0
    retry_after: float = 0.0
    everywhere: bool = False
    applied: bool = False
    delay: float = 0.0


class Faults:
    """The faults that are switched on. Each is used up by the requests it meets."""

    def __init__(self) -> None:
        self._requests: list[Fault] = []
        self._deaf_to_heartbeats = 0

    def rate_limit(
        self, method: str, route: str, *, times: int = 1, retry_after: float = 0.01, everywhere: bool = False
    ) -> None:
        """Answer 429 with `retry_after` seconds to wait; `everywhere` says that it is the global limit."""
        self._requests.append(Fault(method, route, times, 429, retry_after, everywhere))

    def server_error(
        self, method: str, route: str, *, times: int = 1, status: int = 500, applied: bool = False
    ) -> None:
        """Answer a 5xx; with `applied` the request took effect and only its answer was lost."""
        self._requests.append(Fault(method, route, times, status, applied=applied))

    def slow(self, method: str, route: str, *, seconds: float, times: int = 1) -> None:
        """Answer only after `seconds`."""
        self._requests.append(Fault(method, route, times, delay=seconds))

    def ignore_heartbeats(self, times: int = 1_000_000) -> None:
        """Leave heartbeats without an acknowledgement, as a dead connection does."""
        self._deaf_to_heartbeats = times

    def clear(self) -> None:
        """Switch all faults off."""
        self._requests.clear()
        self._deaf_to_heartbeats = 0

    def heartbeat_is_heard(self) -> bool:
        """Whether this heartbeat is acknowledged."""
        self._deaf_to_heartbeats = max(self._deaf_to_heartbeats, 0)
        if self._deaf_to_heartbeats:
            self._deaf_to_heartbeats -= 1
            return False
        return True

    def next_for(self, method: str, route: str) -> Fault | None:
        """The fault that this request meets, counted as used."""
        for fault in self._requests:
            if (fault.method, fault.route) == (method, route):
                fault.times -= 1
                if fault.times == 0:
                    self._requests.remove(fault)
                return fault
        return None
