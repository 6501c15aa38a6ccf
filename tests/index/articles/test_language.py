"""Languages are told where they can be."""

import pytest

from index.articles.language import language_among, language_of, main_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The council of Norvik voted on Monday to close the old harbour after the storm.", "en"),
        ("Der Stadtrat von Norvik hat am Montag beschlossen, den alten Hafen zu schließen.", "de"),
        ("El ayuntamiento de Norvik decidió el lunes cerrar el viejo puerto.", "es"),
        ("Міська рада Норвіка вирішила в понеділок закрити старий порт.", "uk"),
        ("Norvik", None),
        ("", None),
        ("1234 5678", None),
    ],
)
def test_the_language_of_a_text(text: str, code: str | None) -> None:
    assert language_of(text) == code


def test_a_short_question_is_in_one_of_the_languages_that_there_are() -> None:
    assert language_among("Wer wurde Bürgermeister?", {"en", "de", "es"}) == "de"
    assert language_among("Norvik", {"en", "de"}) is None
    assert language_among("Who became mayor?", set()) is None


def test_the_country_of_a_language_does_not_count() -> None:
    assert [main_language(code) for code in ("en-GB", "pt_BR", "DE", "", None)] == ["en", "pt", "de", None, None]
