"""What people do in the offline Discord, each in one call that tells the bot and gives an exchange to await.

A call refuses (`CannotDoError`) what the person's Discord would not let them do: a channel they do not see, a button
that is greyed out, a command that is not registered.
"""

import copy
from collections.abc import Mapping
from typing import Any

from bot.offline import filling, permissions
from bot.offline.accounts import Member, Person, User
from bot.offline.command_rules import CHAT_INPUT, MESSAGE, USER
from bot.offline.commands import Commands
from bot.offline.component_rules import SELECTS
from bot.offline.component_rules import Kind as Component
from bot.offline.composing import mentioned_roles, mentioned_users, mentions_everyone
from bot.offline.errors import CannotDoError
from bot.offline.exchange import InteractionExchange, MessageExchange, Pulse
from bot.offline.filling import Resolved, as_member
from bot.offline.interactions import Interactions, Kind
from bot.offline.messages import Attachment, Message, MessageFlags, MessageKind, content_type
from bot.offline.payloads import Json, Payloads
from bot.offline.permissions import Permission
from bot.offline.world import Channel, World

MOST_CONTENT = 2000


class People:
    """Everything a person can do. The server mixes it in; it needs the attributes named here."""

    world: World
    patience: float
    _pulse: Pulse
    _payloads: Payloads
    _commands: Commands
    _interactions: Interactions

    def send(
        self,
        who: Person,
        channel: Channel,
        content: str = "",
        *,
        reply_to: Message | None = None,
        ping: bool = True,
        files: Mapping[str, bytes] | None = None,
    ) -> MessageExchange:
        """`who` writes in `channel`; a reply mentions whom it replies to, unless `ping` is turned off."""
        self._may(who, channel, permissions.to_send(channel))
        if not content.strip() and not files:
            raise CannotDoError("an empty message cannot be sent")
        if len(content) > MOST_CONTENT:
            raise CannotDoError(f"a message has at most {MOST_CONTENT} characters, not {len(content)}")
        mentions = mentioned_users(self.world, content)
        if reply_to and ping and reply_to.author not in mentions:
            mentions.append(reply_to.author)
        may_everyone = permissions.in_channel(who.user, channel) & Permission.MENTION_EVERYONE
        sent = self.world.post(
            channel,
            who.user,
            content=content.strip(),
            attachments=[Attachment(self.world.ids.next(), n, d, content_type(n)) for n, d in (files or {}).items()],
            mentions=mentions,
            mention_roles=mentioned_roles(channel, content),
            mention_everyone=bool(may_everyone and mentions_everyone(content)),
            reference=reply_to,
            kind=MessageKind.REPLY if reply_to else MessageKind.DEFAULT,
        )
        return MessageExchange(who.user, self._pulse, self.patience, sent)

    def forward(self, who: Person, message: Message, channel: Channel) -> MessageExchange:
        """`who` forwards a message that they see to `channel`, as it is now."""
        self._may(who, message.channel, Permission.VIEW_CHANNEL | Permission.READ_MESSAGE_HISTORY)
        self._may(who, channel, permissions.to_send(channel))
        if not message.visible_to(who) or message.only_for:
            raise CannotDoError(f"{who.user.name} cannot forward that message")
        snapshot = copy.copy(message.snapshot or message)
        sent = self.world.post(channel, who.user, snapshot=snapshot, flags=MessageFlags.HAS_SNAPSHOT)
        return MessageExchange(who.user, self._pulse, self.patience, sent)

    def edit(self, who: Person, message: Message, content: str) -> None:
        """`who` edits a message of theirs."""
        if message.author is not who.user:
            raise CannotDoError("only its author edits a message")
        self.world.revise(message, content=content, mentions=mentioned_users(self.world, content))

    def delete(self, who: Person, message: Message) -> None:
        """`who` deletes a message: their own, or as a moderator another's."""
        manages = permissions.in_channel(who.user, message.channel) & Permission.MANAGE_MESSAGES
        if message.author is not who.user and not manages and message.only_for is not who.user:
            raise CannotDoError(f"{who.user.name} may not delete this message")
        self.world.delete(message)

    def react(self, who: Person, message: Message, emoji: str) -> None:
        """`who` reacts to a message."""
        self._may(who, message.channel, Permission.READ_MESSAGE_HISTORY)
        message.reactions.setdefault(emoji, []).append(who.user)
        self.world.announce("MESSAGE_REACTION_ADD", (message, who.user, emoji))

    def offered(self, who: Person, channel: Channel) -> list[Json]:
        """The bot's commands of every kind that `who` is offered in `channel`."""
        found = []
        for command in [*self._commands.all(channel.guild), *(self._commands.all() if channel.guild else [])]:
            try:
                one = self._find(who, channel, command["name"], command["type"])
            except CannotDoError:
                continue
            if one not in found:
                found.append(one)
        return found

    def slash(self, who: Person, channel: Channel, command: str, **options: Any) -> InteractionExchange:
        """`who` uses a slash command; a subcommand is named with spaces: "feed add"."""
        found, path = self._command(who, channel, command)
        resolved = Resolved(self.world, self._payloads, channel)
        return self._begin(Kind.COMMAND, who, channel, filling.command_data(found, path, options, resolved))

    def autocomplete(
        self, who: Person, channel: Channel, command: str, focused: str, **options: Any
    ) -> InteractionExchange:
        """`who` is typing the option `focused`, whose text so far is among `options`; awaiting gives `choices`."""
        found, path = self._command(who, channel, command)
        resolved = Resolved(self.world, self._payloads, channel)
        data = filling.command_data(found, path, {focused: ""} | options, resolved, focused)
        return self._begin(Kind.AUTOCOMPLETE, who, channel, data)

    def context_menu(
        self, who: Person, target: Message | Member, command: str, channel: Channel | None = None
    ) -> InteractionExchange:
        """`who` opens the menu of a message, or in `channel` of a member, and picks `command`."""
        where = target.channel if isinstance(target, Message) else channel
        if where is None:
            raise CannotDoError("a member's menu is opened in a channel: name it")
        kind = MESSAGE if isinstance(target, Message) else USER
        found = self._find(who, where, command, kind)
        resolved = Resolved(self.world, self._payloads, where)
        target_id = resolved.add(target)
        data = {"id": found["id"], "name": command, "type": kind, "target_id": target_id, "resolved": resolved.maps}
        return self._begin(Kind.COMMAND, who, where, data)

    def press(self, who: Person, message: Message, custom_id: str) -> InteractionExchange:
        """`who` presses the button with `custom_id`."""
        found = self._usable(who, message, custom_id)
        if found["type"] != Component.BUTTON:
            raise CannotDoError(f"{custom_id!r} is no button")
        data = {"custom_id": custom_id, "component_type": int(Component.BUTTON), "id": found["id"]}
        return self._begin(Kind.COMPONENT, who, message.channel, data, message)

    def select(self, who: Person, message: Message, custom_id: str, *values: Any) -> InteractionExchange:
        """`who` chooses `values` in the menu with `custom_id`: texts, or members, roles and channels."""
        found = self._usable(who, message, custom_id)
        if found["type"] not in SELECTS:
            raise CannotDoError(f"{custom_id!r} is no menu")
        resolved = Resolved(self.world, self._payloads, message.channel)
        data = {
            "custom_id": custom_id,
            "component_type": found["type"],
            "id": found["id"],
            "values": filling.selection(found, values, resolved),
            **({"resolved": resolved.maps} if resolved.maps else {}),
        }
        return self._begin(Kind.COMPONENT, who, message.channel, data, message)

    def submit_modal(self, who: Person, opened: InteractionExchange, values: Mapping[str, Any]) -> InteractionExchange:
        """`who` fills the form that answered `opened` and sends it; `values` by label or custom id."""
        if opened.modal is None or opened.user is not who.user:
            raise CannotDoError(f"no form is open for {who.user.name}")
        resolved = Resolved(self.world, self._payloads, opened.interaction.channel)
        data = {
            "custom_id": opened.modal["custom_id"],
            "components": filling.form(opened.modal, dict(values), resolved),
            "resolved": resolved.maps,
        }
        return self._begin(Kind.MODAL_SUBMIT, who, opened.interaction.channel, data, opened.interaction.source)

    def sees(self, who: Person, channel: Channel) -> list[Message]:
        """The messages in `channel` that `who` sees, oldest first."""
        if not permissions.in_channel(who.user, channel) & Permission.VIEW_CHANNEL:
            return []
        return [message for message in channel.messages.values() if message.visible_to(who)]

    def _begin(
        self, kind: Kind, who: Person, channel: Channel, data: Json, source: Message | None = None
    ) -> InteractionExchange:
        interaction = self._interactions.begin(kind, who.user, channel, data, source)
        return InteractionExchange(who.user, self._pulse, self.patience, interaction)

    def _may(self, who: Person, channel: Channel, needed: Permission) -> None:
        if channel.id not in self.world.channels:
            raise CannotDoError("the channel is gone")
        allowed = permissions.in_channel(who.user, channel)
        if not allowed & Permission.VIEW_CHANNEL or needed & ~allowed:
            raise CannotDoError(f"{who.user.name} may not do this in {channel.name or 'these direct messages'}")

    def _usable(self, who: Person, message: Message, custom_id: str) -> Json:
        self._may(who, message.channel, Permission.VIEW_CHANNEL)
        if not message.visible_to(who):
            raise CannotDoError(f"{who.user.name} does not see that message")
        return filling.component(message, custom_id)

    def _command(self, who: Person, channel: Channel, command: str) -> tuple[Json, list[str]]:
        name, *path = command.removeprefix("/").split()
        return self._find(who, channel, name, CHAT_INPUT), path

    def _find(self, who: Person, channel: Channel, name: str, kind: int) -> Json:
        self._may(who, channel, Permission.USE_APPLICATION_COMMANDS)
        if channel.guild and self.world.bot.id not in channel.guild.members:
            raise CannotDoError("the bot is not in this guild")
        found = self._commands.find(name, kind, channel.guild)
        if found is None or not _offered(found, as_member(who, channel), channel):
            raise CannotDoError(f"{who.user.name} is offered no command {name!r} here")
        return found


def _offered(command: Json, who: User | Member, channel: Channel) -> bool:
    """Whether default permissions and contexts offer `command` to `who` here."""
    contexts = command.get("contexts")
    if channel.guild is not None and contexts is not None and 0 not in contexts:
        return False
    needed = command.get("default_member_permissions")
    if needed is None or channel.guild is None:
        return True
    allowed = permissions.in_channel(who.user, channel)
    if int(needed) == 0:
        return bool(allowed & Permission.ADMINISTRATOR)
    return not int(needed) & ~int(allowed)
