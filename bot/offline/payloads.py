"""World to JSON: each thing that exists, in the shape that Discord's REST API and gateway give it."""

from typing import Any

from bot.offline import permissions
from bot.offline.accounts import Member, Role, User
from bot.offline.messages import Attachment, Message
from bot.offline.world import Channel, Guild

Json = dict[str, Any]


_SNAPSHOT = (
    "type",
    "content",
    "embeds",
    "attachments",
    "components",
    "timestamp",
    "edited_timestamp",
    "flags",
    "mentions",
    "mention_roles",
)
"""What a forwarded message keeps of the original: Discord's documentation, "Message Snapshot Object"."""


class Payloads:
    """Writes JSON for one server, whose address (`origin`) attachments are fetched from."""

    def __init__(self, origin: str, application: int) -> None:
        self._origin = origin
        self._application = application

    def user(self, user: User) -> Json:
        """A user object."""
        return {
            "id": str(user.id),
            "username": user.name,
            "global_name": None if user.bot else user.name.capitalize(),
            "discriminator": "0000" if user.bot else "0",
            "avatar": None,
            "bot": user.bot,
            "public_flags": 0,
        }

    def role(self, role: Role) -> Json:
        """A role object."""
        return {
            "id": str(role.id),
            "name": role.name,
            "permissions": str(role.permissions),
            "position": role.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": False,
            "mentionable": False,
            "flags": 0,
        }

    def member(self, member: Member, *, with_user: bool = True) -> Json:
        """A guild member object; inside a message it comes without its user."""
        return {
            "roles": [str(role.id) for role in member.roles],
            "nick": None,
            "avatar": None,
            "joined_at": member.joined_at,
            "premium_since": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
            **({"user": self.user(member.user)} if with_user else {}),
        }

    def channel(self, channel: Channel) -> Json:
        """A channel object: a direct message, a thread or a text channel."""
        last = str(max(channel.messages)) if channel.messages else None
        common: Json = {"id": str(channel.id), "type": int(channel.kind), "last_message_id": last, "flags": 0}
        if channel.guild is None:
            people = [user for user in channel.recipients if not user.bot]
            return common | {"recipients": [self.user(user) for user in people]}
        common |= {"guild_id": str(channel.guild.id), "name": channel.name, "rate_limit_per_user": 0}
        return common | (self._thread(channel) if channel.is_thread else self._text_channel(channel))

    def _text_channel(self, channel: Channel) -> Json:
        overwrites = [
            {"id": str(o.target), "type": int(o.is_member), "allow": str(o.allow), "deny": str(o.deny)}
            for o in channel.overwrites.values()
        ]
        return {"position": 0, "permission_overwrites": overwrites, "nsfw": False, "topic": None, "parent_id": None}

    def _thread(self, channel: Channel) -> Json:
        return {
            "parent_id": str(channel.parent.id if channel.parent else 0),
            "owner_id": str(channel.owner.id if channel.owner else 0),
            "message_count": len(channel.messages),
            "member_count": len(channel.thread_members),
            "thread_metadata": {
                "archived": channel.archived,
                "locked": channel.locked,
                "auto_archive_duration": 1440,
                "archive_timestamp": channel.world.clock.timestamp(),
                "invitable": True,
            },
        }

    def guild(self, guild: Guild) -> Json:
        """A guild object as REST gives it."""
        return {
            "id": str(guild.id),
            "name": guild.name,
            "owner_id": str(guild.owner.id),
            "icon": None,
            "roles": [self.role(role) for role in guild.roles.values()],
            "emojis": [],
            "stickers": [],
            "features": [],
            "afk_timeout": 300,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "system_channel_flags": 0,
            "system_channel_id": None,
            "preferred_locale": "en-US",
        }

    def guild_create(self, guild: Guild, bot: User, *, all_members: bool) -> Json:
        """GUILD_CREATE: channels and threads that the bot sees, and itself; all members only for the members intent."""
        shown = guild.members.values() if all_members else [guild.members[bot.id]]
        threads = [t for t in guild.threads if permissions.in_channel(bot, t) and not t.archived]
        return self.guild(guild) | {
            "large": False,
            "joined_at": guild.members[bot.id].joined_at,
            "member_count": len(guild.members),
            "members": [self.member(member) for member in shown],
            "channels": [self.channel(channel) for channel in guild.channels],
            "threads": [self.channel(thread) | self._own_membership(thread, bot) for thread in threads],
            "presences": [],
            "voice_states": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }

    def _own_membership(self, thread: Channel, bot: User) -> Json:
        if bot.id not in thread.thread_members:
            return {}
        joined = thread.world.clock.timestamp()
        own = {"id": str(thread.id), "user_id": str(bot.id), "join_timestamp": joined, "flags": 0}
        return {"member": own}

    def attachment(self, attachment: Attachment, channel: Channel) -> Json:
        """An attachment object; its address is this process's."""
        url = f"{self._origin}/attachments/{channel.id}/{attachment.id}/{attachment.filename}"
        return {
            "id": str(attachment.id),
            "filename": attachment.filename,
            "size": len(attachment.data),
            "url": url,
            "proxy_url": url,
            "flags": 0,
            **({"content_type": attachment.content_type} if attachment.content_type else {}),
            **({"description": attachment.description} if attachment.description else {}),
        }

    def message(self, message: Message, *, content: bool = False, quoted: bool = True) -> Json:
        """A message object; without `content`, what is in it is left out where Discord leaves it out."""
        shown = content or readable_by_bot(message)
        payload: Json = {
            "id": str(message.id),
            "channel_id": str(message.channel.id),
            "author": self.user(message.author),
            "content": message.content if shown else "",
            "embeds": message.embeds if shown else [],
            "components": message.components if shown else [],
            "attachments": [self.attachment(a, message.channel) for a in message.attachments] if shown else [],
            "timestamp": message.timestamp,
            "edited_timestamp": message.edited_at,
            "tts": False,
            "mention_everyone": message.mention_everyone,
            "mentions": [self.user(user) for user in message.mentions],
            "mention_roles": [str(role.id) for role in message.mention_roles],
            "pinned": False,
            "type": int(message.kind),
            "flags": int(message.flags),
        }
        if message.reactions:
            payload["reactions"] = [self._reaction(message, emoji) for emoji in message.reactions]
        if message.webhook:
            payload |= {"webhook_id": str(self._application), "application_id": str(self._application)}
        if message.by_interaction:
            payload["interaction_metadata"] = message.by_interaction
        if message.nonce is not None:
            payload["nonce"] = message.nonce
        if message.snapshot:
            payload |= self._forwarded(message.snapshot, shown=shown)
        return payload | (self._reference(message, content=content, quoted=quoted) if message.reference else {})

    def _forwarded(self, snapshot: Message, *, shown: bool) -> Json:
        """What a forwarding message has beside its own: its contents are told where the forwarding one's are."""
        whole = self.message(snapshot, content=True, quoted=False)
        kept = {name: whole[name] for name in _SNAPSHOT}
        hidden: Json = {} if shown else {"content": "", "embeds": [], "components": [], "attachments": []}
        guild = snapshot.channel.guild
        reference = {
            "type": 1,
            "channel_id": str(snapshot.channel.id),
            "message_id": str(snapshot.id),
            **({"guild_id": str(guild.id)} if guild else {}),
        }
        return {"message_reference": reference, "message_snapshots": [{"message": kept | hidden}]}

    def _reaction(self, message: Message, emoji: str) -> Json:
        users = message.reactions[emoji]
        return {
            "emoji": {"id": None, "name": emoji},
            "count": len(users),
            "me": any(user.bot for user in users),
            "me_burst": False,
            "burst_colors": [],
            "count_details": {"normal": len(users), "burst": 0},
        }

    def _reference(self, message: Message, *, content: bool, quoted: bool) -> Json:
        target = message.reference
        known = target if isinstance(target, Message) else None
        reference = {
            "type": 0,
            "channel_id": str(message.channel.id),
            "message_id": str(known.id if known else target),
            **({"guild_id": str(message.channel.guild.id)} if message.channel.guild else {}),
        }
        if not quoted:
            return {"message_reference": reference}
        shown = self.message(known, content=content, quoted=False) if known and not known.deleted else None
        return {"message_reference": reference, "referenced_message": shown}


def readable_by_bot(message: Message) -> bool:
    """Whether a bot without the message content intent reads it all the same: its own, direct ones, and mentions."""
    bot = message.channel.world.bot
    return message.author is bot or message.channel.guild is None or bot in message.mentions
