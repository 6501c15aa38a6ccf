from collections.abc import Sequence
from ipaddress import ip_address

import pytest

from index.feeds.address_safety import AddressError, check_address, checked_addresses, is_public
from index.feeds.fetcher import Fetcher, FetchError
from tests.index.feeds.conftest import FeedServer

# Loopback first: these would reach the server of the test.
NOTATIONS = """
127.0.0.1 127.0.0.2 127.1 127.0.1 2130706433 0x7f000001 0x7f.0.0.1 0x7f.1 0177.0.0.1 017700000001 00177.0.0.01
127.0.0.1. 0 0.0.0.0 0x0 [::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1]
[64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b:1::7f00:1] [2002:7f00:1::] [2001:0:7f00:1::] localhost LOCALHOST
localhost. here.localhost localhost.localdomain
10.0.0.1 10.255.255.255 0xa000001 012.0.0.1 172.16.0.1 172.31.255.254 192.168.0.1 192.168.1 3232235521 0xc0a80001
169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 [::ffff:169.254.169.254] [64:ff9b::a9fe:a9fe]
100.64.0.1 100.100.100.200 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1
239.255.255.250 240.0.0.1 255.255.255.255 4294967295 [fe80::1] [fe80::1%25eth0] [fc00::1] [fd00:ec2::254] [fec0::1]
[ff02::1] [2001:db8::1] [100::1] [::ffff:0:10.0.0.1] metadata.google.internal router.lan printer.local nas.home.arpa
""".split()

PUBLIC = "8.8.8.8 1.1.1.1 172.32.0.1 2606:4700::1111 2a00:1450:4001::1 64:ff9b::808:808 ::ffff:8.8.8.8".split()


class Answers:
    """A name server that gives these answers one after the other, the last one for good."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked = 0

    async def __call__(self, _host: str, _port: int) -> Sequence[str]:
        self.asked += 1
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


@pytest.mark.parametrize("host", NOTATIONS)
async def test_no_notation_reaches_a_private_network(server: FeedServer, host: str) -> None:
    server.serve("/feed", b"reached")
    server.serve("/away", status=302, headers={"Location": server.url("/feed", host)})
    async with Fetcher() as fetcher:
        with pytest.raises(FetchError):
            await fetcher.fetch(server.url("/feed", host))
    assert not server.requests
    async with Fetcher(["127.0.0.2"], resolve=Answers(["127.0.0.1"])) as fetcher:
        if host != "127.0.0.2":
            with pytest.raises(FetchError):
                await fetcher.fetch(server.url("/away", "127.0.0.2"))
            assert [request.path for request in server.requests] == ["/away"]


@pytest.mark.parametrize("host", [host for host in NOTATIONS if not host.strip(".").endswith(("n", "l", "p", "a"))])
def test_numbers_are_refused_before_anything_is_resolved(host: str) -> None:
    with pytest.raises(AddressError, match="private network"):
        check_address(f"http://{host}/", ())


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_may_be_fetched(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://wire.example/", "gopher://wire.example/", "feed", "http://"]
)
async def test_only_http(url: str) -> None:
    async with Fetcher() as fetcher:
        with pytest.raises(FetchError, match="only http and https"):
            await fetcher.fetch(url)


@pytest.mark.parametrize("private", ["127.0.0.1", "10.0.0.1", "::1", "::ffff:192.168.0.1", "169.254.169.254"])
async def test_a_name_of_a_private_address(server: FeedServer, private: str) -> None:
    for found in ([private], ["8.8.8.8", private]):
        async with Fetcher(resolve=Answers(found)) as fetcher:
            with pytest.raises(FetchError, match="private network"):
                await fetcher.fetch(server.url("/feed", "wire.example"))
    assert not server.requests


async def test_a_name_that_changes_between_check_and_use() -> None:
    changing = Answers(["8.8.8.8"], ["127.0.0.1"])
    assert await checked_addresses("wire.example", 80, (), changing) == ["8.8.8.8"]
    assert changing.asked == 1
    with pytest.raises(AddressError):
        await checked_addresses("wire.example", 80, (), changing)


async def test_the_checked_address_is_the_one_connected_to(server: FeedServer) -> None:
    url = server.serve("/feed", b"reached").replace("127.0.0.1", "wire.example")
    names = Answers(["127.0.0.1"])
    async with Fetcher(["wire.example"], resolve=names) as fetcher:  # a name that no other name server knows
        assert (await fetcher.fetch(url)).body == b"reached"
    assert names.asked == 1
    assert server.requests[0].headers["Host"] == f"wire.example:{server.port}"


async def test_an_allowed_host_allows_no_other(server: FeedServer) -> None:
    async with Fetcher(["wire.example"], resolve=Answers(["127.0.0.1"])) as fetcher:
        with pytest.raises(FetchError, match="private network"):
            await fetcher.fetch(server.url("/feed", "sub.wire.example"))
    assert not server.requests
