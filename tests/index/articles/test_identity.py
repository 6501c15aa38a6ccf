import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles.article import Article
from index.articles.identity import canonical_url, identity_keys


@pytest.mark.parametrize(
    "other",
    [
        "http://news.example/town/budget?page=2",
        "HTTPS://News.Example/town/budget?page=2",
        "https://www.news.example/town/budget?page=2",
        "https://news.example:443/town/budget?page=2",
        "https://news.example/town/budget/?page=2",
        "https://news.example/town/budget?page=2#comments",
        "https://news.example/town/budget?utm_source=feed&page=2&UTM_Medium=x",
        "https://news.example/town/budget?fbclid=abc&page=2&at_custom1=z",
    ],
)
def test_what_does_not_change_the_page(other: str) -> None:
    assert canonical_url(other) == canonical_url("https://news.example/town/budget?page=2")


@pytest.mark.parametrize(
    "other",
    [
        "https://news.example/town/budget",
        "https://news.example/town/budget?page=3",
        "https://news.example/town/Budget?page=2",
        "https://news.example:8443/town/budget?page=2",
        "https://news.example/town?page=2",
        "https://m.news.example/town/budget?page=2",
        "https://news.example/town/budget?page=2&id=",
    ],
)
def test_what_does(other: str) -> None:
    assert canonical_url(other) != canonical_url("https://news.example/town/budget?page=2")


def test_the_order_of_parameters_does_not_matter() -> None:
    assert canonical_url("https://a.example/?b=2&a=1") == canonical_url("https://a.example/?a=1&b=2")


@settings(max_examples=50, deadline=None)
@given(st.from_regex(r"https?://[a-z0-9.\-]{1,20}(:[0-9]{1,4})?/[ -~]{0,30}", fullmatch=True))
def test_the_canonical_form_is_its_own(url: str) -> None:
    assert canonical_url(canonical_url(url)) == canonical_url(url)


def test_names() -> None:
    both = Article(title="Budget voted", url="https://news.example/1", external_id="1")
    assert len(identity_keys(both, "feed")) == 2
    assert set(identity_keys(both, "feed")) & set(identity_keys(both, "other")) == set(
        identity_keys(Article(title="Other title", url="https://news.example/1"), "file")
    )
    assert not set(identity_keys(Article(title="t", external_id="1"), "feed")) & set(
        identity_keys(Article(title="another", external_id="1"), "other")
    )
    # A file that was moved holds the same articles as before.
    assert set(identity_keys(Article(title="t", external_id="1"), "old/file")) & set(
        identity_keys(Article(title="t", external_id="1"), "new/file")
    )
    assert identity_keys(Article(title="Budget voted"), "feed") == identity_keys(Article(title="Budget voted"), "other")
    assert identity_keys(Article(title="a", text="b"), "f") != identity_keys(Article(title="a"), "f")
