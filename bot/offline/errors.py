"""How the offline Discord refuses: what the REST API answers a bot, and what a person's client does not let them do.

    OfflineError
    ├── ApiError         an HTTP answer with Discord's status, code and message; the bot receives it
    ├── CannotDoError    a person tried what their Discord would not offer: a test's mistake, or a finding
    └── NoResponseError  a person waited for the bot and nothing came

Codes are those of Discord's documentation, "Opcodes and Status Codes", section "JSON Error Codes".
"""

from collections.abc import Iterable
from typing import Any, NamedTuple


class OfflineError(Exception):
    """Everything that the offline Discord refuses."""


class CannotDoError(OfflineError):
    """A person tried something that their Discord client would not offer them."""


class NoResponseError(OfflineError):
    """A person waited for the bot as long as they were willing to, and saw nothing."""


class Reason(NamedTuple):
    """One row of Discord's table of errors: the HTTP status, the code in the body, its sentence."""

    status: int
    code: int
    message: str


UNAUTHORIZED = Reason(401, 0, "401: Unauthorized")
NO_SUCH_ROUTE = Reason(404, 0, "404: Not Found")
UNKNOWN_CHANNEL = Reason(404, 10003, "Unknown Channel")
UNKNOWN_GUILD = Reason(404, 10004, "Unknown Guild")
UNKNOWN_MEMBER = Reason(404, 10007, "Unknown Member")
UNKNOWN_MESSAGE = Reason(404, 10008, "Unknown Message")
UNKNOWN_USER = Reason(404, 10013, "Unknown User")
UNKNOWN_WEBHOOK = Reason(404, 10015, "Unknown Webhook")
UNKNOWN_INTERACTION = Reason(404, 10062, "Unknown interaction")
UNKNOWN_COMMAND = Reason(404, 10063, "Unknown application command")
TOO_LARGE = Reason(413, 40005, "Request entity too large")
ALREADY_ACKNOWLEDGED = Reason(400, 40060, "Interaction has already been acknowledged.")
MISSING_ACCESS = Reason(403, 50001, "Missing Access")
NOT_YOUR_MESSAGE = Reason(403, 50005, "Cannot edit a message authored by another user")
EMPTY_MESSAGE = Reason(400, 50006, "Cannot send an empty message")
CANNOT_MESSAGE_USER = Reason(403, 50007, "Cannot send messages to this user")
MISSING_PERMISSIONS = Reason(403, 50013, "Missing Permissions")
INVALID_WEBHOOK_TOKEN = Reason(401, 50027, "Invalid Webhook Token")
INVALID_FORM_BODY = Reason(400, 50035, "Invalid Form Body")
THREAD_ARCHIVED = Reason(400, 50083, "Thread is archived")
INVALID_JSON = Reason(400, 50109, "The request body contains invalid JSON.")
CANNOT_REPLY_WITHOUT_HISTORY = Reason(400, 160002, "Cannot reply without permission to read message history")
THREAD_EXISTS = Reason(400, 160004, "A thread has already been created for this message")
THREAD_LOCKED = Reason(403, 160005, "Thread is locked")
SERVER_ERROR = Reason(500, 0, "500: Internal Server Error")


class Problem(NamedTuple):
    """One thing wrong with a request body: where (keys and indices from the root), Discord's code, its sentence."""

    path: tuple[str | int, ...]
    code: str
    message: str


class ApiError(OfflineError):
    """An error answer of the REST API; `errors` is the nested tree that explains code 50035."""

    def __init__(self, reason: Reason, problems: Iterable[Problem] = ()) -> None:
        self.reason = reason
        self.problems = tuple(problems)
        super().__init__(
            f"{reason.code}: {reason.message}" + "".join(f"; {p.path}: {p.message}" for p in self.problems)
        )

    def body(self) -> dict[str, Any]:
        """The JSON body of the answer."""
        body: dict[str, Any] = {"message": self.reason.message, "code": self.reason.code}
        if self.problems:
            body["errors"] = _nested(self.problems)
        return body


def invalid(problems: Iterable[Problem]) -> ApiError:
    """The refusal of a request body, with what is wrong in it."""
    return ApiError(INVALID_FORM_BODY, problems)


def _nested(problems: Iterable[Problem]) -> dict[str, Any]:
    """Discord's shape: dictionaries all the way down, list positions as text keys, `_errors` lists at the leaves."""
    tree: dict[str, Any] = {}
    for problem in problems:
        node = tree
        for step in problem.path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": problem.code, "message": problem.message})
    return tree
