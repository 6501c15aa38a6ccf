import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from config import Settings
from index.answers.answer import Answer
from index.articles.article import Article
from index.articles.storing import Outcome
from index.embedding.encoder import Encoder
from index.errors import InputError
from index.newsdesk import Newsdesk, open_newsdesk
from index.question.window import Window
from index.storage.database import Database
from tests.conftest import new_address, new_index
from tests.index.conftest import NOW, address_of, article
from tests.index.town_news import town_news

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def desk(
    request: pytest.FixtureRequest, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Newsdesk]:
    """A news desk on the news of the towns, to be asked and not to be changed."""
    folder = tmp_path_factory.mktemp("desk")
    with new_address(request, folder) as address, new_index(request) as index_url:
        database = Database(address)
        opened = Newsdesk(database, folder / "index", encoder, index_url)
        assert set(opened.store(town_news(), NOW)) == {Outcome.NEW}
        assert opened.index_pending(lambda: False) == 2 * len(town_news())
        yield opened
        opened.close()
        database.close()


def titles(answer: Answer) -> list[str]:
    return [s.title for s in answer.sources] + [h.source.title for h in answer.headlines]


def found(desk: Newsdesk, question: str, **given: object) -> list[str]:
    return [r.article.title for r in desk.search(question, now=NOW, most=20, **given)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When will the harbour bridge in Vell close?", "4 August"),
        ("Who was elected mayor of Osk?", "Marta Lindqvist"),
        ("How many homes were flooded on the Arne coast?", "300"),
        ("What is the interest rate in Norland?", "2.5 percent"),
        ("Which ship did the fishermen find?", "Aurelia"),
    ],
)
def test_answers_are_whole_sentences_with_their_source(desk: Newsdesk, question: str, told: str) -> None:
    answer = desk.ask(question, now=NOW)
    assert answer.answered
    assert told in " ".join(quote.text for quote in answer.quotes)
    texts = {a.title: a.text or a.title for a, _ in town_news()}
    for quote in answer.quotes:
        assert quote.text in texts[answer.sources[quote.source - 1].title]
    assert {quote.source for quote in answer.quotes} == set(range(1, len(answer.sources) + 1))
    assert answer.question == question
    assert answer.asked == NOW
    assert answer.passages[0].source.title in texts


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many people lost their work in the factory fire in Telm this week?", True),  # eight days ago
        ("How many people lost their work in the factory fire in Telm yesterday?", False),
    ],
)
def test_a_time_is_rounded_as_far_as_it_is_long(desk: Newsdesk, question: str, told: bool) -> None:
    assert desk.ask(question, now=NOW).answered is told


def test_a_quote_tells_where_in_its_article_it_stands(desk: Newsdesk) -> None:
    """The share of the text before it, also where it comes from a later passage."""
    text_of = {a.title: a.text for a, _ in town_news()}
    answer = desk.ask("Who was elected mayor of Osk?", now=NOW)
    for quote in answer.quotes:
        text = text_of[answer.sources[quote.source - 1].title]
        assert quote.facts["position"] == pytest.approx(text.index(quote.text) / len(text), abs=1e-3)


@pytest.mark.parametrize("question", ["Who won the chess championship in Tokyo?", "How tall is the tower of Quimper?"])
def test_what_the_sources_do_not_tell(desk: Newsdesk, question: str) -> None:
    answer = desk.ask(question, now=NOW)
    assert not answer.answered
    assert answer.sources == ()
    assert answer.headlines


@pytest.mark.parametrize("question", ["", "   \n", "?!", "🙂" * 4_096, "x" * 5_000])
def test_what_is_no_question(desk: Newsdesk, question: str) -> None:
    with pytest.raises(InputError):
        desk.ask(question, now=NOW)
    with pytest.raises(InputError):
        desk.search(question, now=NOW, most=5)


@pytest.mark.parametrize(
    "question", ["一体誰が橋を閉じるのか", "Коли закриють міст?", "🙂 bridge 🙂", "a", "\x00bridge", 'AND OR ("*']
)
def test_questions_of_any_kind_are_taken(desk: Newsdesk, question: str) -> None:
    assert isinstance(desk.ask(question, now=NOW), Answer)
    desk.search(question, now=NOW, most=5)
    desk.brief(question, period=DAY, now=NOW)


def test_the_right_article_first(desk: Newsdesk) -> None:
    assert found(desk, "harbour bridge Vell cracks")[0] in {a.title for a, _ in town_news()[:2]}
    assert found(desk, "red pandas")[0] == "Zoo of Vell welcomes twin red pandas"
    assert found(desk, "misspelt Lindkvist mayor")[0] == "Marta Lindqvist elected mayor of Osk"
    assert found(desk, "бібліотека у Веллі")[0] == "У Веллі відкрили нову бібліотеку"


def test_as_many_as_asked_for(desk: Newsdesk) -> None:
    assert len(desk.search("Vell", now=NOW, most=3)) == 3
    assert desk.search("Vell", now=NOW, most=0) == []


def test_a_window_that_is_given_is_a_filter(desk: Newsdesk) -> None:
    window = Window(NOW - 2.5 * DAY, NOW)
    dates = {a.title: a.published for a, _ in town_news()}
    within = found(desk, "Vell", window=window)
    assert within
    assert all(window.since <= (dates[title] or NOW) < NOW for title in within if window.since)
    assert found(desk, "Vell", window=Window(NOW - 1000 * DAY, NOW - 900 * DAY)) == []


def test_a_window_that_is_meant_comes_first(desk: Newsdesk) -> None:
    answer = desk.ask("What happened in Vell yesterday?", now=NOW)
    assert answer.window == Window(NOW.replace(hour=0) - DAY, NOW.replace(hour=0))
    assert "bridge" in titles(answer)[0]


def test_since_a_day(desk: Newsdesk) -> None:
    """A window without an end."""
    assert desk.ask("What has happened in Vell since Monday?", now=NOW).headlines


def test_an_outlet_is_a_filter(desk: Newsdesk) -> None:
    outlets = {a.title: a.source for a, _ in town_news()}
    for given in ("Town Crier", "town crier", "the Town Crier"):
        named = found(desk, "harbour bridge", outlet=given)
        assert named[0] == "Cracked harbour bridge in Vell to shut from August"
        assert {outlets[title] for title in named} == {"Town Crier"}
    answer = desk.ask("What does the Town Crier say about the harbour bridge?", now=NOW)
    assert answer.outlet == "Town Crier"
    assert {source.outlet for source in answer.sources} <= {"Town Crier"}
    assert found(desk, "harbour bridge", outlet="Nobody's Paper") == []


def test_the_clock_can_be_set(desk: Newsdesk) -> None:
    """A year ago nobody knew what is known now."""
    then = NOW - 399 * DAY
    answer = desk.ask("What happened to the harbour bridge in Vell?", now=then)
    assert set(titles(answer)) <= {"Vell reopens harbour bridge after paint works"}
    assert "painted blue" in answer.quotes[0].text


def test_a_follow_up(desk: Newsdesk) -> None:
    alone = desk.ask("How much does it cost?", now=NOW)
    after = desk.ask("How much do the repairs cost?", now=NOW, earlier=["When will the harbour bridge in Vell close?"])
    assert alone.question == "How much does it cost?"
    assert "14 million crowns" in " ".join(quote.text for quote in after.quotes)
    who = desk.ask("And who did she beat?", now=NOW, earlier=["Who was elected mayor of Osk?"])
    assert "Jonas Berg" in " ".join(quote.text for quote in who.quotes)


def test_a_brief(desk: Newsdesk) -> None:
    brief = desk.brief(None, period=7 * DAY, now=NOW)
    bridge = brief.stories[0]
    assert {source.outlet for source in bridge.articles} == {"Sample Wire", "Town Crier", "Harbour News"}
    assert bridge.headline.outlets == 3
    assert bridge.headline.story_id is not None
    assert {s.article_id for s in desk.story(bridge.headline.story_id)} == {s.article_id for s in bridge.articles}
    shown = [source.article_id for story in brief.stories for source in story.articles]
    assert len(shown) == len(set(shown))


def test_a_brief_on_a_topic(desk: Newsdesk) -> None:
    brief = desk.brief("storm", period=7 * DAY, now=NOW)
    assert "Arne" in brief.stories[0].headline.source.title
    assert all("bridge" not in story.headline.source.title for story in brief.stories)
    assert desk.brief("storm", period=timedelta(minutes=1), now=NOW).stories == ()


def test_a_story_that_is_none(desk: Newsdesk) -> None:
    assert desk.story(987_654) == ()


def test_status(desk: Newsdesk, encoder: Encoder) -> None:
    status = desk.status()
    assert status.articles == len(town_news())
    assert status.passages == status.vectors == len(town_news())
    assert 0 < status.stories < status.articles
    assert (status.waiting, status.model) == (0, encoder.name)
    assert status.newest == max(a.published for a, _ in town_news() if a.published)


def test_opened_again_it_answers_at_once(
    tmp_path: Path, encoder: Encoder, database: Database, index_url: str | None
) -> None:
    question = "When will the harbour bridge in Vell close?"
    settings = Settings(data_dir=tmp_path, index_url=SecretStr(index_url) if index_url else None)
    with open_newsdesk(settings, database) as first:
        first.store(town_news(), NOW)
        first.index_pending(lambda: False)
        before = first.ask(question, now=NOW)
    again = Newsdesk(database, tmp_path / "index", encoder, index_url)
    assert again.waiting() == 0
    assert again.ask(question, now=NOW) == before
    assert again.index_pending(lambda: False) == 0
    again.close()


def test_a_damaged_index_is_built_again_while_answers_go_on(tmp_path: Path, encoder: Encoder) -> None:
    database = Database(address_of(tmp_path))
    first = Newsdesk(database, tmp_path / "index", encoder)
    first.store(town_news(), NOW)
    first.index_pending(lambda: False)
    first.close()
    (file,) = (tmp_path / "index" / "vectors").glob("vectors-*.bin")
    data = bytearray(file.read_bytes())
    data[1000] ^= 0x41
    file.write_bytes(data)
    desk = Newsdesk(database, tmp_path / "index", encoder)
    assert desk.ask("Who was elected mayor of Osk?", now=NOW).answered
    desk.refresh()  # which finds the damage, and needs no model to mend it
    assert desk.waiting() == 0
    assert desk.ask("Who was elected mayor of Osk?", now=NOW).answered
    (mended,) = (tmp_path / "index" / "vectors").glob("vectors-*.bin")
    assert mended != file
    desk.close()
    database.close()


def test_sixteen_people_ask_while_news_comes_in(
    tmp_path: Path, encoder: Encoder, database: Database, index_url: str | None
) -> None:
    desk = Newsdesk(database, tmp_path / "index", encoder, index_url)
    desk.store(town_news(), NOW)
    desk.index_pending(lambda: False)
    done = threading.Event()

    def ask(person: int) -> int:
        asked = 0
        while not done.is_set():
            answer = desk.ask(
                "When will the harbour bridge in Vell close?", now=NOW, outlet="Sample Wire" if person % 2 else None
            )
            assert "4 August" in answer.quotes[0].text
            desk.search("council votes yesterday", now=NOW, most=10)
            desk.brief(None, period=DAY, now=NOW)
            desk.refresh()
            asked += 1
        return asked

    with ThreadPoolExecutor(17) as pool:
        asking = [pool.submit(ask, person) for person in range(16)]
        for start in range(0, 24, 8):
            desk.store([(article(n, source=f"Paper {n}"), "wire") for n in range(start, start + 8)], NOW)
            desk.index_pending(lambda: False)
        done.set()
        assert all(each.result() for each in asking)
    assert desk.waiting() == 0
    desk.close()


def test_a_short_question_is_asked_of_what_was_spoken_of(desk: Newsdesk) -> None:
    """Although nothing in it says so, and other news has the same words."""
    before = ["What happened to the furniture factory in Telm?"]
    assert "Telm" in titles(desk.ask("Who lost their work?", now=NOW, earlier=before))[0]
    storm = ["Did a storm flood the Arne coast?"]
    assert "Nobody was hurt" in " ".join(q.text for q in desk.ask("was anyone hurt?", now=NOW, earlier=storm).quotes)
    other = desk.ask("What are the red pandas called?", now=NOW, earlier=storm)
    assert "red pandas" in titles(other)[0]


def test_a_toll_that_rises_is_told_newest_first(encoder: Encoder, tmp_path: Path) -> None:
    told = (
        (
            2.0,
            "Quake in Telm kills 14",
            "An earthquake killed at least 14 people in Telm. Houses fell on Monday.",
        ),
        (1.0, "Telm quake: rescuers dig on", "Rescuers dug for survivors of the earthquake in Telm with bare hands."),
        (
            0.5,
            "Toll of Telm quake rises",
            "The death toll of the earthquake in Telm has risen to 39. Schools are shut.",
        ),
    )
    with (
        closing(Database(address_of(tmp_path))) as database,
        closing(Newsdesk(database, tmp_path / "index", encoder)) as desk,
    ):
        stored = [
            Article(
                title=title, text=text, url=f"https://wire.example/{days}", published=NOW - days * DAY, source="Wire"
            )
            for days, title, text in told
        ]
        desk.store([(one, "quake") for one in [*stored, *(a for a, _ in town_news())]], NOW)
        desk.index_pending(lambda: False)
        answer = desk.ask("How many people died in the earthquake in Telm?", now=NOW)
    assert [(quote.text, quote.outdated) for quote in answer.quotes][:2] == [
        ("The death toll of the earthquake in Telm has risen to 39.", False),
        ("An earthquake killed at least 14 people in Telm.", True),
    ]
