import pytest

from index.articles.outlet import outlet_from_url


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://www.cnn.com/2025/01/05/world", "cnn.com"),
        ("https://edition.cnn.com/world", "cnn.com"),
        ("http://amp.cnn.com/x", "cnn.com"),
        ("https://m.dw.com/de", "dw.com"),
        ("https://www.m.wire.example/", "wire.example"),
        ("https://www3.nhk.or.jp/news", "nhk.or.jp"),
        ("https://feeds.harbour.example/rss", "harbour.example"),
        ("https://news.bbc.co.uk:443/1", "news.bbc.co.uk"),
        ("https://en.wikinews.org//wiki/X", "en.wikinews.org"),
        ("https://user:word@WWW.Harbour.EXAMPLE./a", "harbour.example"),
        ("https://m.com/", "m.com"),
        ("https://www.example", "www.example"),
        ("http://localhost/", None),
        ("http://127.0.0.1/a", None),
        ("http://[::1]/a", None),
        ("http://[::1/a", None),
        ("cnn.com/world", None),
        ("", None),
        ("mailto:a@wire.example", None),
    ],
)
def test_the_outlet_of_an_address(url: str, outlet: str | None) -> None:
    assert outlet_from_url(url) == outlet
