"""News of towns that do not exist, for tests that need meaning: several outlets, dates, languages, stories."""

from datetime import timedelta

from index.articles.article import Article
from tests.index.conftest import NOW

_NEWS = """
1|Sample Wire|Vell to close its harbour bridge for nine weeks|The harbour bridge in Vell will close on 4 August for \
nine weeks, the city said on Wednesday. Engineers found cracks in two of its pillars in May. The repairs will cost \
14 million crowns, half of it paid by the state.
1|Town Crier|Cracked harbour bridge in Vell to shut from August|Vell shuts its harbour bridge in August because two \
pillars are cracked. Traffic is to use the tunnel instead, the city council said.
1|Harbour News|Harbour bridge of Vell will be closed for repairs|
2|Sample Wire|Storm floods 300 homes on the Arne coast|A storm flooded about 300 homes on the Arne coast overnight. \
Nobody was hurt, the fire service said. Schools in Arne stay shut until Friday.
2|Town Crier|Arne cleans up after storm floods its coast|Residents of the Arne coast pumped out their cellars after \
the storm. The fire service counted 300 flooded homes.
3|Sample Wire|Marta Lindqvist elected mayor of Osk|Marta Lindqvist won the election for mayor of Osk with 54 percent \
of the vote. She beat the incumbent, Jonas Berg, who had governed for twelve years. Lindqvist takes office on 1 \
September.
3|Harbour News|Osk elects its first woman mayor|Osk has elected Marta Lindqvist, a former judge, as its first woman \
mayor.
7|Sample Wire|Central bank of Norland cuts its rate to 2.5 percent|The central bank of Norland lowered its key \
interest rate by a quarter point to 2.5 percent. Inflation fell to 1.9 percent in June.
5|Town Crier|Zoo of Vell welcomes twin red pandas|Two red pandas were born in the zoo of Vell, its keepers said. \
They may be seen from the autumn.
9|Harbour News|Ferry workers end their strike|Ferry workers ended a strike of eleven days after agreeing on six \
percent more pay. Ships sail again from Saturday.
4|Sample Wire|Rovers beat United 3-1 in the cup final|Rovers won the cup for the first time since 1987. Ada Kor \
scored twice in the second half.
6|Town Crier|New tram line opens between Osk and its airport|The tram takes 18 minutes from the centre of Osk to the \
airport. A ticket costs four crowns.
8|Sample Wire|Fire destroys furniture factory in Telm|A fire destroyed a furniture factory in Telm. Police suspect a \
faulty machine; 80 people lose their work.
10|Harbour News|Fishermen find wreck of steamer lost in 1911|Fishermen found the wreck of the steamer Aurelia at a \
depth of 60 metres. It sank in 1911 with 42 people on board.
12|Sample Wire|Norland and Estra sign treaty on river water|Norland and Estra signed a treaty that shares the water \
of the river Ilm. Talks had lasted nine years.
3|Demo Tagesblatt|Rat von Osk streitet über den Haushalt|Der Rat der Stadt Osk konnte sich nicht auf einen Haushalt \
einigen.
2|Зразок Новини|У Веллі відкрили нову бібліотеку|У місті Велл відкрили бібліотеку на сорок тисяч книг.
400|Sample Wire|Vell reopens harbour bridge after paint works|The harbour bridge in Vell reopened on Monday after it \
was painted blue. The works took three weeks and cost two million crowns.
380|Town Crier|Jonas Berg presents plan for Osk airport|Mayor Jonas Berg presented a plan for a second runway at the \
airport of Osk.
"""


def town_news() -> list[tuple[Article, str]]:
    """The articles with their origin; the first number is how many days before `NOW` each was published."""
    found = []
    for number, line in enumerate(_NEWS.strip().splitlines()):
        days, source, title, text = line.split("|")
        article = Article(
            title=title,
            text=text,
            url=f"https://{source.split()[0].lower()}.example/{number}",
            published=NOW - timedelta(days=int(days), minutes=number),
            source=source,
        )
        found.append((article, "town news"))
    return found
