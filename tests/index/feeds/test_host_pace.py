import asyncio

from index.feeds.host_pace import LONGEST_REST, MOST_REMEMBERED, HostPace


async def test_one_at_a_time_on_each_host() -> None:
    pace = HostPace(0)
    inside: dict[str, int] = {}
    most: dict[str, int] = {}

    async def ask(host: str) -> None:
        async with pace.turn(host):
            inside[host] = inside.get(host, 0) + 1
            most[host] = max(most.get(host, 0), inside[host])
            most["all"] = max(most.get("all", 0), sum(inside.values()))
            await asyncio.sleep(0)
            inside[host] -= 1

    await asyncio.gather(*(ask(host) for host in "ab" * 10))
    assert most == {"a": 1, "b": 1, "all": 2}


async def test_a_rest_between_two_requests() -> None:
    pace = HostPace(0.05)
    loop = asyncio.get_running_loop()
    times = []
    for _ in range(3):
        async with pace.turn("wire.example"):
            times.append(loop.time())
    assert times[2] - times[0] >= 0.1


async def test_a_host_may_ask_for_a_longer_rest_within_limits() -> None:
    pace = HostPace(0)
    pace.slow_down("wire.example", 1e9)
    assert pace._hosts["wire.example"].rest == LONGEST_REST


async def test_hosts_are_forgotten() -> None:
    pace = HostPace(0)
    for number in range(2 * MOST_REMEMBERED):
        async with pace.turn(str(number)):
            pass
    assert len(pace._hosts) <= MOST_REMEMBERED
