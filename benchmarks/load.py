"""`run` under load against a loopback Discord in a process of its own. Linux only.

`python -m benchmarks.load`, or some of it: `burst`, `steady`, `memory`; `--short` for a first look.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable

from benchmarks.load_bots import bare_bot, our_bot
from benchmarks.load_people import Crowd
from benchmarks.timing import line, percentile

SIZES = {"rounds": 40, "seconds": 60, "guilds": 1_000, "warm_up": 20_000, "interactions": 100_000}
SHORT = {"rounds": 4, "seconds": 6, "guilds": 50, "warm_up": 2_000, "interactions": 4_000}
AT_ONCE, PER_SECOND = 50, 200


def say(text: str) -> None:
    """Tell on standard error how far it is."""
    print(text, file=sys.stderr, flush=True)


async def burst(sizes: dict[str, int]) -> None:
    """50 interactions at once, in turns with a bare discord.py bot that says "pong"."""
    times: dict[str, list[float]] = {}
    async with our_bot() as ours, bare_bot() as bare:
        bots = {"ours": ours, "bare": bare}
        crowds = {name: Crowd(bot.discord, guilds=8 * AT_ONCE) for name, bot in bots.items()}
        for number in range(-2, sizes["rounds"]):  # two rounds that do not count
            for name, crowd in crowds.items():
                for what, act in (("ask", crowd.ask), ("autocomplete", crowd.autocomplete)):
                    spent = await at_once([act for _ in range(AT_ONCE)])
                    times.setdefault(f"{name} {what}", []).extend(spent if number >= 0 else [])
                alone = await at_once([crowd.autocomplete])
                times.setdefault(f"{name} autocomplete alone", []).extend(alone if number >= 0 else [])
                mixed = await at_once([*[crowd.ask] * (AT_ONCE - 1), crowd.autocomplete])
                times.setdefault(f"{name} autocomplete behind 49 questions", []).extend(mixed[-1:] * (number >= 0))
            say(f"burst: round {number + 1} of {sizes['rounds']}")
        expected = crowds["ours"].counted
        print(f"\n{AT_ONCE} at once, dispatch to first response; errors {ours.errors()} and {bare.errors()}")
        for name, spent in sorted(times.items()):
            print(line(name, spent))
        for what in ("ask", "autocomplete"):
            ratios = [percentile(times[f"ours {what}"], p) / percentile(times[f"bare {what}"], p) for p in (0.5, 0.99)]
            print(f"{what}: ratio to the bare bot   p50 {ratios[0]:.2f}   p99 {ratios[1]:.2f}")
        print(f"usage rows {await ours.usage_rows(expected)} of {expected}")


async def at_once(acts: list[Callable[[], Awaitable[float]]]) -> list[float]:
    """Return the milliseconds of acts that begin in the same moment."""
    return list(await asyncio.gather(*(act() for act in acts)))


async def steady(sizes: dict[str, int]) -> None:
    """200 interactions a second from 1,000 servers."""
    async with our_bot() as bot:
        crowd = Crowd(bot.discord, guilds=sizes["guilds"])
        await bot.discord.settle()
        await at_once([crowd.anything for _ in range(AT_ONCE)])
        loop, waiting, number = asyncio.get_running_loop(), [], PER_SECOND * sizes["seconds"]
        begun = loop.time()
        for place in range(number):
            await asyncio.sleep(max(0.0, begun + place / PER_SECOND - loop.time()))
            waiting.append(asyncio.ensure_future(crowd.anything()))
            if place % (5 * PER_SECOND) == 0:
                say(f"steady: second {place // PER_SECOND} of {sizes['seconds']}")
        sent = loop.time() - begun
        spent = [ms for ms in await asyncio.gather(*waiting) if ms]
        print(f"\n{number / sent:.0f} interactions a second for {sent:.0f} s from {sizes['guilds']} servers")
        print(line("dispatch to first response", spent))
        print(f"errors {bot.errors()}, without an answer {number - len(spent)}")
        print(f"usage rows {await bot.usage_rows(crowd.counted)} of {crowd.counted} (autocomplete is not counted)")


async def memory(sizes: dict[str, int]) -> None:
    """Resident memory after as many interactions as an hour brings."""
    async with our_bot() as bot:
        crowd = Crowd(bot.discord, guilds=sizes["guilds"])
        await many(crowd, sizes["warm_up"], "warming up")
        await bot.usage_rows(crowd.counted)
        before = bot.resident_mib()
        await many(crowd, sizes["interactions"], "memory")
        rows = await bot.usage_rows(crowd.counted)
        after = bot.resident_mib()
        print(f"\nresident {before:.1f} MiB after {sizes['warm_up']} interactions")
        print(f"resident {after:.1f} MiB after {sizes['interactions']} more")
        print(f"growth {100 * (after / before - 1):.1f} %, errors {bot.errors()}, usage rows {rows} of {crowd.counted}")


async def many(crowd: Crowd, number: int, what: str) -> None:
    """Do many things, 20 at a time."""
    for done in range(0, number, 1000):
        for _ in range(0, min(1000, number - done), 20):
            await asyncio.gather(*(crowd.anything() for _ in range(20)))
        crowd.forget()
        say(f"{what}: {done + 1000} of {number}")


async def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parts = {"burst": burst, "steady": steady, "memory": memory}
    parser.add_argument("parts", nargs="*", choices=[*parts, []], help="which; without any, all")
    parser.add_argument("--short", action="store_true", help="a few seconds each")
    arguments = parser.parse_args()
    print("load average", *(f"{one:.2f}" for one in os.getloadavg()), "on", os.cpu_count(), "cores")
    for part in arguments.parts or parts:
        await parts[part](SHORT if arguments.short else SIZES)
    print("load average", *(f"{one:.2f}" for one in os.getloadavg()))


if __name__ == "__main__":
    asyncio.run(main())
