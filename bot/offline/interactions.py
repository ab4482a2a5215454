"""Interactions: what a person's command, press or form becomes, and how the bot acknowledges it.

Rules from Discord's documentation, "Receiving and Responding to Interactions": acknowledged once and within three
seconds; the token lives for fifteen minutes.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from bot.offline import errors, permissions
from bot.offline.accounts import User
from bot.offline.call import MOST_BYTES, Call, Routes
from bot.offline.command_rules import choices as choice_problems
from bot.offline.component_rules import modal as modal_problems
from bot.offline.composing import Composer
from bot.offline.errors import ApiError, Problem, invalid
from bot.offline.events import Event
from bot.offline.messages import Message, MessageFlags, MessageKind
from bot.offline.payloads import Json, Payloads
from bot.offline.world import Channel, World

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
        """The REST route by which an interaction is acknowledged."""
        return [("POST", "/interactions/{interaction_id}/{interaction_token}/callback", self.respond)]

    def by_token(self, token: str) -> Interaction | None:
        """The interaction that `token` is for, unless it has expired."""
        found = self._by_token.get(token)
        return None if found is None or found.expired or self._age(found) > TOKEN_LIVES else found

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
        if interaction.channel.id not in self._world.channels:
            raise ApiError(errors.UNKNOWN_CHANNEL)
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
            _refuse(list(modal_problems(data, ("data",))))
            interaction.modal = data
        elif how is Callback.UPDATE and interaction.source:
            fields = self._composer.edit(call, data, interaction.source, path=("data",))
            self._world.revise(interaction.source, **fields)
            interaction.edits += 1
        elif how is Callback.MESSAGE:
            fields = self._composer.new(call, data, interaction.channel, path=("data",))
            interaction.acknowledged = how
            interaction.original = self.post(interaction, fields)
        elif how is Callback.DEFERRED_MESSAGE:
            flags = MessageFlags(int(data.get("flags") or 0)) & MessageFlags.EPHEMERAL
            interaction.original = self.post(interaction, {"flags": flags | MessageFlags.LOADING})
        if how in _UPDATES:
            interaction.original = interaction.source
        interaction.acknowledged = how

    def post(self, interaction: Interaction, fields: Json, reference: Message | None = None) -> Message:
        """Post the bot's message in answer to `interaction`."""
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


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise invalid(problems)
