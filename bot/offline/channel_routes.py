"""The REST routes of channels: messages, threads, reactions, typing."""

from typing import Any

from bot.offline import errors, permissions
from bot.offline.call import Call, Routes
from bot.offline.composing import Composer
from bot.offline.errors import ApiError, Problem, invalid
from bot.offline.messages import Message, MessageKind
from bot.offline.payloads import Json, Payloads
from bot.offline.permissions import Permission
from bot.offline.world import Channel, World

MOST_HISTORY = 100


class ChannelRoutes:
    """What a bot may do in channels, with the permissions that each needs."""

    def __init__(self, world: World, payloads: Payloads, composer: Composer, privileged: int) -> None:
        self._world, self._payloads, self._composer = world, payloads, composer
        self._reads_content = bool(privileged & 1 << 15)

    def routes(self) -> Routes:
        """The table of these routes."""
        message = "/channels/{channel_id}/messages/{message_id}"
        return [
            ("GET", "/channels/{channel_id}", self.get),
            ("PATCH", "/channels/{channel_id}", self.edit),
            ("DELETE", "/channels/{channel_id}", self.delete),
            ("GET", "/channels/{channel_id}/messages", self.history),
            ("POST", "/channels/{channel_id}/messages", self.send),
            ("POST", "/channels/{channel_id}/messages/bulk-delete", self.bulk_delete),
            ("GET", message, self.get_message),
            ("PATCH", message, self.edit_message),
            ("DELETE", message, self.delete_message),
            ("PUT", message + "/reactions/{emoji_name}/@me", self.react),
            ("DELETE", message + "/reactions/{emoji_name}/@me", self.unreact),
            ("POST", message + "/threads", self.thread_from_message),
            ("POST", "/channels/{channel_id}/threads", self.thread),
            ("PUT", "/channels/{channel_id}/thread-members/@me", self.join_thread),
            ("DELETE", "/channels/{channel_id}/thread-members/@me", self.leave_thread),
            ("POST", "/channels/{channel_id}/typing", self.typing),
        ]

    def _channel(self, call: Call, needed: Permission = Permission.VIEW_CHANNEL) -> Channel:
        channel = self._world.channels.get(call.id("channel_id"))
        if channel is None:
            raise ApiError(errors.UNKNOWN_CHANNEL)
        permissions.require(self._world.bot, channel, needed)
        return channel

    def _message(self, call: Call, channel: Channel) -> Message:
        message = channel.messages.get(call.id("message_id"))
        if message is None or message.ephemeral:
            raise ApiError(errors.UNKNOWN_MESSAGE)
        return message

    def _shown(self, message: Message) -> Json:
        return self._payloads.message(message, content=self._reads_content)

    async def get(self, call: Call) -> Json:
        """GET a channel."""
        return self._payloads.channel(self._channel(call))

    async def edit(self, call: Call) -> Json:
        """PATCH a channel: its name, and whether a thread is archived or locked."""
        channel = self._channel(call)
        manage = Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS
        if channel.owner is not self._world.bot:
            permissions.require(self._world.bot, channel, manage)
        for name in ("name", "archived", "locked"):
            if name in call.json:
                setattr(channel, name, call.json[name])
        self._world.announce("THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE", channel)
        return self._payloads.channel(channel)

    async def delete(self, call: Call) -> Json:
        """DELETE a channel or a thread."""
        channel = self._channel(call)
        manage = Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS
        permissions.require(self._world.bot, channel, manage)
        payload = self._payloads.channel(channel)
        channel.delete()
        return payload

    async def history(self, call: Call) -> list[Json]:
        """GET messages, newest first; without permission to read history there are none."""
        channel = self._channel(call)
        if not permissions.in_channel(self._world.bot, channel) & Permission.READ_MESSAGE_HISTORY:
            return []
        limit = call.number("limit", 50)
        if not 1 <= limit <= MOST_HISTORY:
            sentence = f"Value should be between 1 and {MOST_HISTORY}."
            raise invalid([Problem(("limit",), "NUMBER_TYPE_MAX", sentence)])
        before, after = call.number("before", 1 << 63), call.number("after", 0)
        shown = [m for m in channel.messages.values() if not m.ephemeral and after < m.id < before]
        chosen = shown[:limit] if "after" in call.query else shown[-limit:]
        return [self._shown(message) for message in reversed(chosen)]

    async def get_message(self, call: Call) -> Json:
        """GET one message."""
        return self._shown(self._message(call, self._channel(call, Permission.READ_MESSAGE_HISTORY)))

    async def send(self, call: Call) -> Json:
        """POST a message."""
        channel = self._channel(call)
        self._may_send(channel, call)
        reply = self._reference(call.json, channel)
        replied = reply.author if isinstance(reply, Message) else None
        if int(call.json.get("flags") or 0) & 64:
            sentence = "Only an interaction's response can be ephemeral"
            raise invalid([Problem(("flags",), "MESSAGE_FLAGS_INVALID", sentence)])
        fields = self._composer.new(call, call.json, channel, replied=replied)
        if call.json.get("enforce_nonce") and (sent := self._sent_with(fields["nonce"], channel)):
            return self._payloads.message(sent)
        channel.archived = False
        if reply is not None:
            fields |= {"reference": reply, "kind": MessageKind.REPLY}
        return self._payloads.message(self._world.post(channel, self._world.bot, **fields))

    def _sent_with(self, nonce: str | int | None, channel: Channel) -> Message | None:
        """The message that the bot sent with this enforced nonce before: it is the answer again, not sent again."""
        own = (message for message in channel.messages.values() if message.author is self._world.bot)
        return next((message for message in own if nonce is not None and message.nonce == nonce), None)

    def _may_send(self, channel: Channel, call: Call) -> None:
        needed = permissions.to_send(channel)
        if call.json.get("embeds"):
            needed |= Permission.EMBED_LINKS
        if call.uploads:
            needed |= Permission.ATTACH_FILES
        permissions.require(self._world.bot, channel, needed)
        if channel.locked and not permissions.in_channel(self._world.bot, channel) & Permission.MANAGE_THREADS:
            raise ApiError(errors.THREAD_LOCKED)
        if channel.guild is None and not all(user.accepts_direct_messages for user in channel.recipients):
            raise ApiError(errors.CANNOT_MESSAGE_USER)

    def _reference(self, body: Json, channel: Channel) -> Message | int | None:
        reference = body.get("message_reference")
        if not reference:
            return None
        permitted = permissions.in_channel(self._world.bot, channel)
        if not permitted & Permission.READ_MESSAGE_HISTORY:
            raise ApiError(errors.CANNOT_REPLY_WITHOUT_HISTORY)
        target = channel.messages.get(int(reference.get("message_id", 0)))
        if target is not None and not target.ephemeral:
            return target
        if reference.get("fail_if_not_exists", True):
            unknown = Problem(("message_reference",), "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
            raise invalid([unknown])
        return None

    async def edit_message(self, call: Call) -> Json:
        """PATCH a message of the bot's own."""
        message = self._message(call, self._channel(call))
        if message.author is not self._world.bot:
            raise ApiError(errors.NOT_YOUR_MESSAGE)
        if message.channel.archived:
            raise ApiError(errors.THREAD_ARCHIVED)
        if call.uploads:
            permissions.require(self._world.bot, message.channel, Permission.ATTACH_FILES)
        self._world.revise(message, **self._composer.edit(call, call.json, message))
        return self._payloads.message(message)

    async def delete_message(self, call: Call) -> None:
        """DELETE a message; another's needs the permission to manage messages."""
        message = self._message(call, self._channel(call))
        if message.author is not self._world.bot:
            permissions.require(self._world.bot, message.channel, Permission.MANAGE_MESSAGES)
        self._world.delete(message)

    async def bulk_delete(self, call: Call) -> None:
        """POST bulk-delete: 2 to 100 messages."""
        channel = self._channel(call, Permission.MANAGE_MESSAGES)
        numbers = call.json.get("messages") or []
        if not 2 <= len(numbers) <= MOST_HISTORY:
            sentence = f"Must be between 2 and {MOST_HISTORY} in length."
            raise invalid([Problem(("messages",), "BASE_TYPE_BAD_LENGTH", sentence)])
        for number in numbers:
            if message := channel.messages.get(int(number)):
                self._world.delete(message)

    async def react(self, call: Call) -> None:
        """PUT the bot's reaction."""
        message = self._message(call, self._channel(call, Permission.READ_MESSAGE_HISTORY))
        emoji = call.params["emoji_name"]
        if emoji not in message.reactions:
            permissions.require(self._world.bot, message.channel, Permission.ADD_REACTIONS)
        users = message.reactions.setdefault(emoji, [])
        if self._world.bot not in users:
            users.append(self._world.bot)
            self._world.announce("MESSAGE_REACTION_ADD", (message, self._world.bot, emoji))

    async def unreact(self, call: Call) -> None:
        """DELETE the bot's reaction."""
        message = self._message(call, self._channel(call))
        users = message.reactions.get(call.params["emoji_name"], [])
        if self._world.bot in users:
            users.remove(self._world.bot)
            self._world.announce("MESSAGE_REACTION_REMOVE", (message, self._world.bot, call.params["emoji_name"]))

    async def thread_from_message(self, call: Call) -> Json:
        """POST a thread that hangs from a message."""
        parent = self._channel(call, Permission.CREATE_PUBLIC_THREADS)
        message = self._message(call, parent)
        if message.thread:
            raise ApiError(errors.THREAD_EXISTS)
        message.thread = self._open_thread(call.json, parent, private=False)
        return self._payloads.channel(message.thread)

    async def thread(self, call: Call) -> Json:
        """POST a thread without a message."""
        private = call.json.get("type", 12) == 12
        needed = Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS
        return self._payloads.channel(self._open_thread(call.json, self._channel(call, needed), private=private))

    def _open_thread(self, body: Json, parent: Channel, *, private: bool) -> Channel:
        name = str(body.get("name") or "")
        if not 1 <= len(name) <= 100:
            raise invalid([Problem(("name",), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")])
        if parent.guild is None:
            raise ApiError(errors.MISSING_ACCESS)
        return parent.guild.thread(parent, name, self._world.bot, private=private)

    async def join_thread(self, call: Call) -> None:
        """PUT the bot into a thread."""
        self._channel(call).thread_members.add(self._world.bot.id)

    async def leave_thread(self, call: Call) -> None:
        """DELETE the bot from a thread."""
        self._channel(call).thread_members.discard(self._world.bot.id)

    async def typing(self, call: Call) -> Any:
        """POST typing."""
        channel = self._channel(call)
        permissions.require(self._world.bot, channel, permissions.to_send(channel))
        self._world.type(channel, self._world.bot)
