"""Interactions: what a person's command, press or form becomes, and what the bot may answer and when.

Rules from Discord's documentation, "Receiving and Responding to Interactions": acknowledged once and within three
seconds; the token lives for fifteen minutes.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from bot.offline import component_rules, errors, permissions
from bot.offline.call import MOST_BYTES, Call, Routes
from bot.offline.command_rules import choices as choice_problems
from bot.offline.composing import Composer
from bot.offline.errors import ApiError, Problem, invalid
from bot.offline.events import Event
from bot.offline.payloads import Json, Payloads
from bot.offline.rules import Length, lengths
from bot.offline.world import Channel, Message, MessageFlags, MessageKind, User, World

ACKNOWLEDGE_WITHIN = 3.0
TOKEN_LIVES = 15 * 60.0


class Kind(IntEnum):
    """Interaction types."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL_SUBMIT = 5


class Callback(IntEnum):
    """Interaction callback types."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


_UPDATES = frozenset({Callback.DEFERRED_UPDATE, Callback.UPDATE})
_MESSAGES = frozenset({Callback.MESSAGE, Callback.DEFERRED_MESSAGE})


@dataclass(eq=False)
class Interaction:
    """One thing a person did with the bot, and what the bot has made of it so far."""

    id: int
    token: str
    kind: Kind
    user: User
    channel: Channel
    data: Json
    began: float
    source: Message | None = None
    acknowledged: Callback | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Json] | None = None
    edits: int = 0
    expired: bool = False

    @property
    def allowed(self) -> frozenset[Callback]:
        """How it may be acknowledged."""
        if self.kind is Kind.AUTOCOMPLETE:
            return frozenset({Callback.CHOICES})
        updates = _UPDATES if self.source else frozenset()
        return _MESSAGES | updates | (frozenset() if self.kind is Kind.MODAL_SUBMIT else {Callback.MODAL})


class Interactions:
    """All interactions, and the REST routes by which the bot answers them."""

    def __init__(self, world: World, payloads: Payloads, composer: Composer, publish: Callable[[Event], None]) -> None:
        self._world, self._payloads, self._composer, self._publish = world, payloads, composer, publish
        self._by_token: dict[str, Interaction] = {}

    def routes(self) -> Routes:
        """The REST routes of callbacks and of the webhook that each interaction has."""
        webhook = "/webhooks/{webhook_id}/{webhook_token}"
        found: Routes = [
            ("POST", "/interactions/{interaction_id}/{interaction_token}/callback", self.respond),
            ("POST", webhook, self.follow_up),
        ]
        for message in ("@original", "{message_id}"):
            found += [
                ("GET", f"{webhook}/messages/{message}", self.get_message),
                ("PATCH", f"{webhook}/messages/{message}", self.edit_message),
                ("DELETE", f"{webhook}/messages/{message}", self.delete_message),
            ]
        return found

    def begin(self, kind: Kind, user: User, channel: Channel, data: Json, source: Message | None = None) -> Interaction:
        """Let `user` do something in `channel`, and tell the bot."""
        number = self._world.ids.next()
        token = secrets.token_urlsafe(48)
        new = Interaction(number, token, kind, user, channel, data, self._world.clock.now(), source)
        self._by_token[token] = new
        guild = channel.guild.id if channel.guild else None
        self._publish(Event("INTERACTION_CREATE", json.dumps(self._payload(new)), guild=guild))
        return new

    def _payload(self, interaction: Interaction) -> Json:
        channel, user = interaction.channel, interaction.user
        payload: Json = {
            "id": str(interaction.id),
            "application_id": str(self._world.bot.id),
            "type": int(interaction.kind),
            "token": interaction.token,
            "version": 1,
            "data": interaction.data,
            "channel_id": str(channel.id),
            "channel": self._payloads.channel(channel),
            "locale": "en-US",
            "entitlements": [],
            "attachment_size_limit": MOST_BYTES,
            "app_permissions": str(int(permissions.in_channel(self._world.bot, channel))),
            "authorizing_integration_owners": {"0": str(channel.guild.id if channel.guild else 0)},
            "context": 0 if channel.guild else 1,
        }
        if interaction.source:
            payload["message"] = self._payloads.message(interaction.source, content=True)
        if channel.guild is None:
            return payload | {"user": self._payloads.user(user)}
        allowed = str(int(permissions.in_channel(user, channel)))
        payload["channel"]["permissions"] = allowed
        member = self._payloads.member(channel.guild.members[user.id]) | {"permissions": allowed}
        guild = {"id": str(channel.guild.id), "locale": "en-US", "features": []}
        return payload | {"member": member, "guild_id": guild["id"], "guild": guild, "guild_locale": "en-US"}

    async def respond(self, call: Call) -> Any:
        """POST /interactions/{interaction_id}/{interaction_token}/callback."""
        interaction = self._by_token.get(call.params["interaction_token"])
        if interaction is None or interaction.id != call.id("interaction_id"):
            raise ApiError(errors.UNKNOWN_INTERACTION)
        if interaction.acknowledged:
            raise ApiError(errors.ALREADY_ACKNOWLEDGED)
        if self._age(interaction) > ACKNOWLEDGE_WITHIN:
            raise ApiError(errors.UNKNOWN_INTERACTION)
        how = call.json.get("type")
        if how not in interaction.allowed:
            choices = tuple(sorted(int(kind) for kind in interaction.allowed))
            raise invalid([Problem(("type",), "BASE_TYPE_CHOICES", f"Value must be one of {choices}.")])
        self._acknowledge(interaction, Callback(how), call, call.json.get("data") or {})
        self._world.announce("INTERACTION_ANSWERED", interaction)
        return self._resource(interaction) if call.query.get("with_response") in ("true", "1", "True") else None

    def _acknowledge(self, interaction: Interaction, how: Callback, call: Call, data: Json) -> None:
        if how is Callback.CHOICES:
            _refuse(list(choice_problems(data.get("choices"), ("data", "choices"))))
            interaction.choices = data.get("choices") or []
        elif how is Callback.MODAL:
            _refuse(_modal_problems(data))
            interaction.modal = data
        elif how is Callback.UPDATE and interaction.source:
            fields = self._composer.edit(call, data, interaction.source, path=("data",))
            self._world.revise(interaction.source, **fields)
            interaction.edits += 1
        elif how is Callback.MESSAGE:
            fields = self._composer.new(call, data, interaction.channel, path=("data",))
            interaction.acknowledged = how
            interaction.original = self._post(interaction, fields)
        elif how is Callback.DEFERRED_MESSAGE:
            flags = MessageFlags(int(data.get("flags") or 0)) & MessageFlags.EPHEMERAL
            interaction.original = self._post(interaction, {"flags": flags | MessageFlags.LOADING})
        if how in _UPDATES:
            interaction.original = interaction.source
        interaction.acknowledged = how

    def _post(self, interaction: Interaction, fields: Json, reference: Message | None = None) -> Message:
        metadata = {
            "id": str(interaction.id),
            "type": int(interaction.kind),
            "user": self._payloads.user(interaction.user),
            "authorizing_integration_owners": {},
        }
        kind = MessageKind.DEFAULT
        if interaction.kind is Kind.COMMAND:
            menu = interaction.data.get("type", 1) != 1
            kind = MessageKind.CONTEXT_MENU_COMMAND if menu else MessageKind.CHAT_INPUT_COMMAND
            metadata["name"] = interaction.data["name"]
        if reference:
            kind = MessageKind.REPLY
        secret = interaction.user if fields["flags"] & MessageFlags.EPHEMERAL else None
        extra = {"kind": kind, "only_for": secret, "by_interaction": metadata, "webhook": True, "reference": reference}
        return self._world.post(interaction.channel, self._world.bot, **(fields | extra))

    def _resource(self, interaction: Interaction) -> Json:
        answer: Json = {"id": str(interaction.id), "type": int(interaction.kind)}
        if interaction.original is None:
            return {"interaction": answer}
        answer |= {
            "response_message_id": str(interaction.original.id),
            "response_message_loading": interaction.original.loading,
            "response_message_ephemeral": interaction.original.ephemeral,
        }
        how = int(interaction.acknowledged or 0)
        resource = {"type": how, "message": self._payloads.message(interaction.original, content=True)}
        return {"interaction": answer, "resource": resource}

    def _age(self, interaction: Interaction) -> float:
        return self._world.clock.now() - interaction.began

    def _held(self, call: Call) -> Interaction:
        """The interaction whose token a webhook request carries, while that token lives."""
        if call.id("webhook_id") != self._world.bot.id:
            raise ApiError(errors.UNKNOWN_WEBHOOK)
        interaction = self._by_token.get(call.params["webhook_token"])
        if interaction is None or interaction.expired or self._age(interaction) > TOKEN_LIVES:
            raise ApiError(errors.INVALID_WEBHOOK_TOKEN)
        if interaction.acknowledged is None:
            raise ApiError(errors.UNKNOWN_WEBHOOK)
        return interaction

    def _message(self, call: Call, interaction: Interaction) -> Message:
        if "message_id" not in call.params or call.params["message_id"] == "@original":
            found = interaction.original
        else:
            own = [m for m in (interaction.original, *interaction.followups) if m]
            found = next((m for m in own if m.id == call.id("message_id")), None)
        if found is None or found.deleted:
            raise ApiError(errors.UNKNOWN_MESSAGE)
        return found

    async def get_message(self, call: Call) -> Json:
        """GET /webhooks/{webhook_id}/{webhook_token}/messages/{message_id} or @original."""
        return self._payloads.message(self._message(call, self._held(call)), content=True)

    async def edit_message(self, call: Call) -> Json:
        """PATCH of the same."""
        interaction = self._held(call)
        message = self._message(call, interaction)
        self._world.revise(message, **self._composer.edit(call, call.json, message))
        interaction.edits += 1
        self._world.announce("INTERACTION_ANSWERED", interaction)
        return self._payloads.message(message, content=True)

    async def delete_message(self, call: Call) -> None:
        """DELETE of the same."""
        interaction = self._held(call)
        self._world.delete(self._message(call, interaction))
        self._world.announce("INTERACTION_ANSWERED", interaction)

    async def follow_up(self, call: Call) -> Json:
        """POST /webhooks/{webhook_id}/{webhook_token}: the first after a deferral becomes the deferred message."""
        interaction = self._held(call)
        if interaction.channel.id not in self._world.channels:
            raise ApiError(errors.UNKNOWN_CHANNEL)
        fields = self._composer.new(call, call.json, interaction.channel)
        waiting = interaction.original
        if waiting and waiting.loading and not waiting.deleted:
            kept = waiting.flags & MessageFlags.EPHEMERAL
            flags = fields["flags"] & ~MessageFlags.EPHEMERAL | kept
            self._world.revise(waiting, **(fields | {"flags": flags}))
            message = waiting
            interaction.edits += 1
        else:
            message = self._post(interaction, fields, interaction.original)
            interaction.followups.append(message)
        self._world.announce("INTERACTION_ANSWERED", interaction)
        return self._payloads.message(message, content=True)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise invalid(problems)


def _modal_problems(data: Json) -> list[Problem]:
    limits = {"custom_id": Length(1, 100), "title": Length(1, 45)}
    missing = [Problem(("data", n), "BASE_TYPE_REQUIRED", "This field is required") for n in limits if not data.get(n)]
    found = [*missing, *lengths({k: v for k, v in data.items() if v}, limits, ("data",))]
    return [*found, *component_rules.modal_components(data.get("components"), ("data", "components"))]
