"""Links that mention a user by identifier: they work only for users the bot has met."""

from dataclasses import replace

from tests.botapi.entities import Entity
from tests.botapi.formatted_text import FormattedText
from tests.botapi.world import World


def with_known_mentions(world: World, written: FormattedText) -> FormattedText:
    """The text with the mentioned users filled in, and without mentions of strangers."""
    entities = [_known(world, entity) for entity in written.entities]
    return replace(written, entities=tuple(entity for entity in entities if entity is not None))


def _known(world: World, entity: Entity) -> Entity | None:
    if entity.type != "text_mention":
        return entity
    user = world.users.get(entity.extra["user"]["id"])
    return replace(entity, extra={"user": user.to_json()}) if user is not None and user.met else None
