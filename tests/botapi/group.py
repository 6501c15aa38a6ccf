"""A group, supergroup or channel as a test sees it: who is in it, its topics, what becomes of it."""

from typing import Any

from tests.botapi.announcing import announce
from tests.botapi.chats import Chat, Topic
from tests.botapi.membership import Membership
from tests.botapi.memberships import add_member, remove_member, set_membership
from tests.botapi.messages import Content, Message
from tests.botapi.people import User
from tests.botapi.world import World

TOPIC_COLOUR = 7322096


class Group(Chat):
    """A chat of many. `by` is who does it, the owner by default."""

    def __init__(
        self,
        world: World,
        kind: str,
        title: str,
        owner: User,
        *,
        username: str | None = None,
        is_forum: bool = False,
        chat_id: int | None = None,
    ) -> None:
        identifier = world.new_chat_id(kind) if chat_id is None else chat_id
        super().__init__(identifier, kind, title=title, username=username, is_forum=is_forum)
        self.owner = owner
        self._world = world
        self.members[owner.id] = Membership(owner, "creator")
        world.add_chat(self)

    def add(self, user: User, by: User | None = None) -> None:
        """Let somebody in: a person, or the bot."""
        add_member(self._world, self, user, by or self.owner)

    def remove(self, user: User, by: User | None = None) -> None:
        """Remove somebody for good; with `by` the user itself, they leave."""
        remove_member(self._world, self, user, by or self.owner)

    def add_bot(self, by: User | None = None) -> None:
        """Let the bot in, in a channel as the admin that a bot has to be there."""
        if self.type == "channel":
            self.promote(self._world.bot, by=by)
        else:
            self.add(self._world.bot, by)

    def remove_bot(self, by: User | None = None) -> None:
        """Throw the bot out."""
        self.remove(self._world.bot, by)

    def promote(self, user: User, *, by: User | None = None, anonymous: bool = False, **rights: bool) -> None:
        """Make somebody an admin, with rights beside the usual ones or against them."""
        self.set(Membership(user, "administrator", anonymous, rights), by)

    def demote(self, user: User, by: User | None = None) -> None:
        """Make an admin a member again; a channel has the bot as an admin or not at all."""
        self.set(Membership(user, "left" if self.type == "channel" else "member"), by)

    def restrict(self, user: User, *, by: User | None = None, **rights: bool) -> None:
        """Take all rights from somebody but those given here."""
        self.set(Membership(user, "restricted", rights=rights), by)

    def set(self, membership: Membership, by: User | None = None) -> None:
        """Give somebody any status."""
        set_membership(self._world, self, membership, by or self.owner)

    def topic(self, name: str) -> Topic:
        """Open a topic; the forum shows a service message that all messages in the topic hang on."""
        if not self.is_forum:
            raise ValueError(f"{self.title} has no topics")
        service = {"forum_topic_created": {"name": name, "icon_color": TOPIC_COLOUR}}
        opening = self._service(service)
        opening.thread_id, opening.in_topic = opening.message_id, True
        topic = self.topics[opening.message_id] = Topic(opening.message_id, name)
        announce(self._world, opening)
        return topic

    def close_topic(self, topic: Topic) -> None:
        """Close a topic to all but admins."""
        topic.closed = True
        announce(self._world, self._service({"forum_topic_closed": {}}, topic))

    def reopen_topic(self, topic: Topic) -> None:
        """Open a closed topic again."""
        topic.closed = False
        announce(self._world, self._service({"forum_topic_reopened": {}}, topic))

    def delete_topic(self, topic: Topic) -> None:
        """Delete a topic with all its messages; bots are not told."""
        topic.deleted = True
        for message in self.messages.values():
            message.deleted = message.deleted or message.thread_id == topic.id

    def migrate(self, *, is_forum: bool = False) -> "Group":
        """Make the group a supergroup: a new chat with the same people, the old one points to it."""
        if self.type != "group" or self.migrated_to is not None:
            raise ValueError(f"{self.title} cannot become a supergroup")
        new = Group(self._world, "supergroup", self.title or "", self.owner, is_forum=is_forum)
        new.members = dict(self.members)
        new.members_may = dict(self.members_may)
        announce(self._world, self._service({"migrate_to_chat_id": new.id}))
        self.migrated_to = new
        announce(self._world, new._service({"migrate_from_chat_id": self.id}))
        return new

    def delete(self) -> None:
        """The owner deletes the group."""
        self.deleted = True

    def _service(self, fields: dict[str, Any], topic: Topic | None = None) -> Message:
        thread = {"thread_id": topic.id, "in_topic": True} if topic is not None else {}
        return self._world.put(self, Content(), sender=self.owner, service=fields, **thread)
