from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.answers import Answers
from bot.incoming import Place
from bot.tables import answers as table
from index.question.window import Window
from index.storage.database import Database
from tests.bot.made_answers import NOW, answer

pytestmark = pytest.mark.every_database


@pytest.fixture
def answers(database: Database) -> Answers:
    return Answers(database)


def test_an_answer_comes_back_as_it_was(answers: Answers) -> None:
    given = answer(window=Window(NOW - timedelta(days=1), None), outlet="Sample Wire")
    number = answers.keep(given, Place(7, 1, 20))
    assert answers.get(number, 7) == given


def test_an_answer_belongs_to_its_chat(answers: Answers) -> None:
    number = answers.keep(answer(), Place(7, 1, 20))
    assert answers.get(number, 8) is None
    assert answers.get(number + 1, 7) is None


def test_an_answer_of_another_version_is_none(answers: Answers, database: Database) -> None:
    number = answers.keep(answer(), Place(7))
    with database.write() as connection:
        connection.execute(update(table).values(body='{"question": "only"}'))
    assert answers.get(number, 7) is None


def test_earlier_questions_of_the_same_person_in_the_same_chat(answers: Answers) -> None:
    for person, message in ((1, 20), (1, 21), (2, 22), (1, 23)):
        answers.keep(answer(), Place(7, person, message))
    answers.keep(answer(), Place(8, 1, 20))
    long_ago = NOW - timedelta(hours=1)
    assert len(answers.earlier(Place(7, 1, 30), since=long_ago, most=9)) == 3
    assert len(answers.earlier(Place(7, 1, 23), since=long_ago, most=9)) == 2
    assert len(answers.earlier(Place(7, 1, 30), since=long_ago, most=2)) == 2
    assert answers.earlier(Place(7, 1, 30), since=NOW + timedelta(seconds=1), most=9) == ()
    assert answers.earlier(Place(7, None, 30), since=long_ago, most=9) == ()


def test_an_earlier_question_that_went_on_with_others_comes_with_what_it_was_about(answers: Answers) -> None:
    given = replace(answer(), question="was anyone hurt?", subject="fire Vell was anyone hurt?")
    answers.keep(given, Place(7, 1, 20))
    answers.keep(replace(given, question="And when?", subject="fire Vell And when?"), Place(7, 1, 21))
    answers.keep(replace(given, question="Who won today?", subject="Who won?"), Place(7, 1, 22))
    earlier = answers.earlier(Place(7, 1, 30), since=NOW - timedelta(hours=1), most=9)
    assert earlier == ("fire Vell was anyone hurt?", "And when?", "Who won today?")


def test_old_answers_are_forgotten(answers: Answers) -> None:
    number = answers.keep(answer(), Place(7))
    answers.prune(NOW)
    assert answers.get(number, 7) is not None
    answers.prune(NOW + timedelta(seconds=1))
    assert answers.get(number, 7) is None
