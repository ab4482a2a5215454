"""Application commands: registered by the bot over REST, and found by people."""

from typing import Any

from bot.offline import command_rules, errors
from bot.offline.call import Call, Routes
from bot.offline.errors import ApiError, invalid
from bot.offline.payloads import Json
from bot.offline.world import Guild, World


class Commands:
    """The commands of the bot, for all guilds (scope None) and for single ones."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._scopes: dict[int | None, dict[int, Json]] = {None: {}}
        self.registrations = 0

    def routes(self) -> Routes:
        """The REST routes of commands, for both scopes."""
        found: Routes = []
        for base in ("/applications/{application_id}", "/applications/{application_id}/guilds/{guild_id}"):
            found += [
                ("GET", f"{base}/commands", self.list),
                ("PUT", f"{base}/commands", self.replace),
                ("POST", f"{base}/commands", self.upsert),
                ("GET", f"{base}/commands/{{command_id}}", self.get),
                ("PATCH", f"{base}/commands/{{command_id}}", self.edit),
                ("DELETE", f"{base}/commands/{{command_id}}", self.remove),
            ]
        return found

    def find(self, name: str, kind: int, guild: Guild | None) -> Json | None:
        """The command that a person in `guild` (None: in direct messages) would see, a guild's own first."""
        scopes = [guild.id, None] if guild else [None]
        for scope in scopes:
            for command in self._scopes.get(scope, {}).values():
                if (command["name"], command["type"]) == (name, kind) and (guild or _in_direct_messages(command)):
                    return command
        return None

    def all(self, guild: Guild | None = None) -> "list[Json]":
        """Every command registered for all guilds, or with `guild` for that one alone."""
        return list(self._scopes.get(guild.id if guild else None, {}).values())

    def _scope(self, call: Call) -> dict[int, Json]:
        if call.id("application_id") != self._world.bot.id:
            raise ApiError(errors.MISSING_ACCESS)
        if "guild_id" not in call.params:
            return self._scopes[None]
        guild = self._world.guilds.get(call.id("guild_id"))
        if guild is None or self._world.bot.id not in guild.members:
            raise ApiError(errors.MISSING_ACCESS)
        return self._scopes.setdefault(guild.id, {})

    async def list(self, call: Call) -> Any:
        """GET commands."""
        return list(self._scope(call).values())

    async def get(self, call: Call) -> Json:
        """GET one command."""
        return self._one(call)

    async def replace(self, call: Call) -> Any:
        """PUT commands: those given, and no others; ids of names that stay are kept."""
        scope = self._scope(call)
        _refuse(list(command_rules.commands(call.body)))
        made = [self._make(body, scope, call) for body in call.body or []]
        scope.clear()
        scope.update({int(command["id"]): command for command in made})
        self.registrations += 1
        return made

    async def upsert(self, call: Call) -> Json:
        """POST one command; one of the same name and type is replaced."""
        scope = self._scope(call)
        command = self._make(call.json, scope, call)
        others = [other for key, other in scope.items() if key != int(command["id"])]
        _refuse([*command_rules.command(call.json), *command_rules.commands([*others, command])])
        scope[int(command["id"])] = command
        self.registrations += 1
        return command

    async def edit(self, call: Call) -> Json:
        """PATCH one command."""
        command = self._one(call)
        changed = command | call.json
        _refuse(list(command_rules.command(changed)))
        command.update(changed | {"version": str(self._world.ids.next())})
        return command

    async def remove(self, call: Call) -> None:
        """DELETE one command."""
        del self._scope(call)[int(self._one(call)["id"])]

    def _one(self, call: Call) -> Json:
        command = self._scope(call).get(call.id("command_id"))
        if command is None:
            raise ApiError(errors.UNKNOWN_COMMAND)
        return command

    def _make(self, body: Json, scope: dict[int, Json], call: Call) -> Json:
        kind = body.get("type") or command_rules.CHAT_INPUT
        same = [c["id"] for c in scope.values() if (c["name"], c["type"]) == (body.get("name"), kind)]
        permissions = body.get("default_member_permissions")
        made = body | {
            "id": same[0] if same else str(self._world.ids.next()),
            "application_id": call.params["application_id"],
            "version": str(self._world.ids.next()),
            "type": kind,
            "description": body.get("description") or "",
            "default_member_permissions": None if permissions is None else str(permissions),
        }
        return made | ({"guild_id": call.params["guild_id"]} if "guild_id" in call.params else {})


def _in_direct_messages(command: Json) -> bool:
    contexts = command.get("contexts")
    return 1 in contexts if contexts is not None else command.get("dm_permission") is not False


def _refuse(problems: Any) -> None:
    if problems:
        raise invalid(problems)
