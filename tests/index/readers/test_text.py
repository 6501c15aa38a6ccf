import pytest

from tests.index.readers.conftest import ReadFile, articles, notes, only_article, refusals, titles

PARAGRAPHS = """The port of Vell opened its gates on Monday after a strike of nine days, the harbour master said.
Some forty ships were waiting outside, and the first to come in carried grain for the mills of the upper town.
The crane crews, who had asked for shorter nights, will be paid for the days that they did not work.
"""
HEADLINES = """Council of Vell Delays Vote on New Bridge
Grain Prices Fall for a Third Week
Who Will Lead the Miners' Union?
U.S. Envoy Visits Northern Ports, Meets Crews of the F.M.S.
"""


def test_an_article_and_headlines(read: ReadFile) -> None:
    results = read("page.txt", f"{PARAGRAPHS}\n\n\n{HEADLINES}\n\n\n")
    first, *others = articles(results)
    assert first.title.startswith("The port of Vell opened its gates on Monday")
    assert first.text == PARAGRAPHS.strip().replace("\n", "\n\n")
    assert first.external_id == "page.txt"
    assert [article.title for article in others] == HEADLINES.strip().split("\n")
    assert all(article.text == "" and article.external_id is None for article in others)
    assert [result.where for result in results[:2]] == ["page.txt, line 1", "page.txt, line 7"]


def test_several_sections_of_headlines(read: ReadFile) -> None:
    results = read("page.txt", f"{PARAGRAPHS}\n\n\n{HEADLINES}\n\n{HEADLINES.upper()}")
    assert len(titles(results)) == 1 + 8


def test_headlines_alone(read: ReadFile) -> None:
    assert titles(read("page.txt", HEADLINES)) == HEADLINES.strip().split("\n")
    apart = (HEADLINES + "Rain Expected Over the Weekend").replace("\n", "\n\n")
    assert len(titles(read("page.txt", apart))) == 5


@pytest.mark.parametrize(
    "prose",
    [
        PARAGRAPHS,
        PARAGRAPHS.replace("\n", "\n\n"),
        PARAGRAPHS.replace("\n", "\n\n\n"),
        PARAGRAPHS + "\n\n\n" + PARAGRAPHS,
        "A strike ends\n\n" + PARAGRAPHS,
        PARAGRAPHS + "\n\n\nBy Our Correspondent\nVell, Monday",
        PARAGRAPHS + "\n\n\n" + HEADLINES + "\n\n\n" + PARAGRAPHS,
    ],
)
def test_prose_is_one_article(read: ReadFile, prose: str) -> None:
    assert only_article(read("story.txt", prose)).external_id == "story.txt"


def test_prose_that_an_editor_has_broken_into_lines_is_put_together(read: ReadFile) -> None:
    broken = """The port of Vell opened its gates on Monday after a strike of nine
days, the harbour master said. Some forty ships were waiting outside,
and the first to come in carried grain. It was a long night for the
crane crews.
They will be paid:
- for the nights
- for the days


A second section follows here, and it too is broken into lines of
nearly equal length, none of which but the last ends with a stop,
so that it looks a little like a list of headlines to those who do
not look at how the lines begin.
"""
    article = only_article(read("story.txt", broken))
    assert article.text.split("\n\n") == [
        " ".join(broken.split("\n")[:4]),
        "They will be paid:",
        "- for the nights",
        "- for the days",
        " ".join(broken.split("\n")[-5:-1]),
    ]


def test_a_short_first_line_before_a_blank_one_is_the_title(read: ReadFile) -> None:
    article = only_article(read("story.txt", f"Strike at Vell ends\n\n{PARAGRAPHS}"))
    assert article.title == "Strike at Vell ends"
    assert article.text.startswith("The port of Vell")


def test_one_line_is_one_article(read: ReadFile) -> None:
    assert only_article(read("story.txt", "Strike at Vell ends")).title == "Strike at Vell ends"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_encodings(read: ReadFile, encoding: str) -> None:
    text = "Zürich wählt früh\n\nDie Präsidentin sprach über die Größe des Haushalts – „sehr schön“, sagte sie.\r\n"
    article = only_article(read("story.txt", text.encode(encoding)))
    assert article.title == "Zürich wählt früh"
    assert article.text.endswith("– „sehr schön“, sagte sie.")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Президент вчера посетил Цюрих и говорил о бюджете страны."),
        ("cp1250", "Prezydent odwiedził wczoraj Łódź i mówił o budżecie państwa."),
        ("cp932", "大統領は昨日チューリッヒを訪れ、予算について話した。"),
        ("gb18030", "总统昨天访问了苏黎世,谈到了预算问题。"),
    ],
)
def test_encodings_of_the_world(read: ReadFile, encoding: str, text: str) -> None:
    assert only_article(read("story.txt", text.encode(encoding))).text == text


def test_a_broken_byte_costs_itself(read: ReadFile) -> None:
    results = read("story.txt", "Łódź and Zürich agree on trains.".encode().replace(b"ag", b"\xffag"))
    assert only_article(results).text == "Łódź and Zürich �agree on trains."
    assert notes(results) == ["some of its characters cannot be read and show as �"]


def test_null_bytes_are_taken_out(read: ReadFile) -> None:
    assert only_article(read("story.txt", b"Strike at Vell \x00ends\x00\n\x00\n" + PARAGRAPHS.encode())).title == (
        "Strike at Vell ends"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b" \n\n\t\n", "there is no article in it"),
        (bytes(100), "this is binary data, not text"),
        (bytes(range(256)) * 9, "this is binary data, not text"),
        (b"word " * 20_000_000, "it has more than 16 MB, the most that a file of this kind may have"),
        (b"word " * 500_000, "the text has 2,499,999 characters; 2,000,000 are the most an article may have"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(read: ReadFile, content: bytes, reason: str) -> None:
    assert refusals(read("story.txt", content)) == [f"story.txt: {reason}"]
