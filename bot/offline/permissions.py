"""Who may do what where: Discord's permission bits and how roles and overwrites combine.

The algorithm is that of Discord's documentation, "Permissions", section "Permission Overwrites".
"""

from enum import IntFlag
from typing import TYPE_CHECKING

from bot.offline import errors

if TYPE_CHECKING:
    from bot.offline.accounts import Member, User
    from bot.offline.world import Channel


class Permission(IntFlag):
    """The bits that the offline Discord knows and checks."""

    CREATE_INSTANT_INVITE = 1 << 0
    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38


EVERYTHING = Permission((1 << 53) - 1)
"""What an administrator and a guild's owner have."""

EVERYONE = (
    Permission.CREATE_INSTANT_INVITE
    | Permission.ADD_REACTIONS
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.CREATE_PRIVATE_THREADS
    | Permission.SEND_MESSAGES_IN_THREADS
)
"""What @everyone may do in a guild that is made here, unless its owner says otherwise."""

IN_DIRECT_MESSAGES = EVERYONE


def of_member(member: "Member") -> Permission:
    """What `member` may do in their guild before a channel's overwrites."""
    guild = member.guild
    if guild.owner is member:
        return EVERYTHING
    bits = guild.everyone.permissions
    for role in member.roles:
        bits |= role.permissions
    granted = Permission(bits)
    return EVERYTHING if granted & Permission.ADMINISTRATOR else granted


def in_channel(who: "User", channel: "Channel") -> Permission:
    """What `who` may do in `channel`; nothing for strangers to a guild or a direct message."""
    if channel.guild is None:
        return IN_DIRECT_MESSAGES if who in channel.recipients else Permission(0)
    member = channel.guild.members.get(who.id)
    if member is None:
        return Permission(0)
    allowed = _with_overwrites(of_member(member), member, channel.parent or channel)
    if channel.is_private and who.id not in channel.thread_members:
        allowed = allowed if allowed & Permission.MANAGE_THREADS else Permission(0)
    return allowed if allowed & Permission.VIEW_CHANNEL else Permission(0)


def _with_overwrites(base: Permission, member: "Member", channel: "Channel") -> Permission:
    if base & Permission.ADMINISTRATOR:
        return base
    guild, overwrites = member.guild, channel.overwrites
    bits = int(base)
    if everyone := overwrites.get(guild.id):
        bits = bits & ~everyone.deny | everyone.allow
    roles = [overwrites[role.id] for role in member.roles if role.id in overwrites]
    for overwrite in roles:
        bits &= ~overwrite.deny
    for overwrite in roles:
        bits |= overwrite.allow
    if own := overwrites.get(member.id):
        bits = bits & ~own.deny | own.allow
    return Permission(bits)


def require(who: "User", channel: "Channel", needed: Permission) -> None:
    """Refuse with 50001 where `who` cannot see `channel`, and with 50013 where they may not do what is `needed`."""
    allowed = in_channel(who, channel)
    if not allowed & Permission.VIEW_CHANNEL:
        raise errors.ApiError(errors.MISSING_ACCESS)
    if needed & ~allowed:
        raise errors.ApiError(errors.MISSING_PERMISSIONS)


def to_send(channel: "Channel") -> Permission:
    """The permission that a message in `channel` needs: threads have their own."""
    return Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
