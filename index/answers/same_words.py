"""Words by which news tells the same thing, so that a sentence on the dead answers how many died."""

from collections.abc import Callable, Mapping
from functools import cache

_GROUPS = (
    "die dead death kill fatal fatality toll perish",
    "injure injury hurt wound",
    "quake earthquake tremor",
    "plane jet aircraft airplane airliner",
    "helicopter chopper",
    "arrest detain detention custody",
    "resign resignation quit",
    "win won victory winner",
    "beat defeat",
    "home house",
    "company firm",
    "prison jail",
    "police policeman officer cop",
    "blast explosion explode",
    "fire blaze",
    "child children kid",
    "crash collide collision",
    "destroy wreck demolish",
    "vote ballot",
    "film movie",
    "wed wedding marry marriage",
)


@cache
def standing_for(stems: Callable[[str], list[str]]) -> Mapping[str, str]:
    """Each stem of these words with the one that stands for all that say the same; `stems` makes them of a text."""
    return {stem: group[0] for group in map(stems, _GROUPS) for stem in group}
