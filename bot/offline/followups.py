"""The webhook that each interaction has: its answer is read, edited and deleted by it, and followed by others."""

from bot.offline import errors
from bot.offline.call import Call, Routes
from bot.offline.composing import Composer
from bot.offline.errors import ApiError
from bot.offline.interactions import Interaction, Interactions
from bot.offline.messages import Message, MessageFlags
from bot.offline.payloads import Json, Payloads
from bot.offline.world import World


class FollowUps:
    """What a bot does with an interaction after it was acknowledged, while its token lives."""

    def __init__(self, world: World, payloads: Payloads, composer: Composer, interactions: Interactions) -> None:
        self._world, self._payloads, self._composer, self._interactions = world, payloads, composer, interactions

    def routes(self) -> Routes:
        """The table of these routes."""
        webhook = "/webhooks/{webhook_id}/{webhook_token}"
        found: Routes = [("POST", webhook, self.follow_up)]
        for message in ("@original", "{message_id}"):
            found += [
                ("GET", f"{webhook}/messages/{message}", self.get_message),
                ("PATCH", f"{webhook}/messages/{message}", self.edit_message),
                ("DELETE", f"{webhook}/messages/{message}", self.delete_message),
            ]
        return found

    def _held(self, call: Call) -> Interaction:
        """The interaction whose token a request carries, once it was acknowledged."""
        if call.id("webhook_id") != self._world.bot.id:
            raise ApiError(errors.UNKNOWN_WEBHOOK)
        interaction = self._interactions.by_token(call.params["webhook_token"])
        if interaction is None:
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
            message = self._interactions.post(interaction, fields, interaction.original)
            interaction.followups.append(message)
        self._world.announce("INTERACTION_ANSWERED", interaction)
        return self._payloads.message(message, content=True)
