import pytest

from bot.telegram.callback_data import decode_action, encode_action


def test_an_action_comes_back() -> None:
    assert decode_action(encode_action("more.17.2")) == "more.17.2"


@pytest.mark.parametrize("data", [None, "", "more.17.2", "0:more.17.2", "2:more.17.2", ":", "1", "😀" * 16])
def test_other_data_is_no_action(data: str | None) -> None:
    assert decode_action(data) == ""


def test_the_longest_real_action_fits() -> None:
    assert len(encode_action("sources.999999999999999999").encode()) <= 64
    with pytest.raises(ValueError, match="too long"):
        encode_action("x" * 63)
