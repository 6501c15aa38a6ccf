"""Questions with known answers, as files hold them."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.errors import InputError
from index.evaluation import read_questions

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def test_fields_and_their_other_names(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write('{"id": "a", "question": "Who?", "answers": ["She", "Her"], "gold_urls": ["https://n.example/1"]}\n')
        file.write('\n{"question": "When?", "answer": "May", "date": "2025/02/01"}\n{"question": "Where?"}\n')
    first, second, third = read_questions(path, NOW)
    assert (first.question_id, first.answers, first.gold) == ("a", ("She", "Her"), frozenset({"https://n.example/1"}))
    assert first.now == NOW
    assert (second.question_id, second.answers) == ("3", ("May",))
    assert second.now == datetime(2025, 2, 1, tzinfo=UTC)
    assert first.answerable
    assert not third.answerable


@pytest.mark.parametrize(
    ("text", "said"), [("{", "line 1: this is not JSON"), ('{"q": "Who?"}', "line 1: it has no `question`")]
)
def test_a_line_that_is_no_question_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        list(read_questions(path, NOW))


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        list(read_questions(tmp_path / "none.jsonl", NOW))
