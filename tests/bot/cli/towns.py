"""A little news of towns that do not exist, for the command line."""

ARTICLES = (
    {
        "id": "harbour-1",
        "url": "https://coast.example/2026/harbour",
        "title": "Storm closes the harbour of Norvik",
        "text": "The harbour of Norvik was closed on Monday after a storm. Twelve boats sank, the harbour master said.",
        "published": "2026-03-02T09:00:00Z",
        "source": "Coast Courier",
        "language": "en",
    },
    {
        "id": "harbour-2",
        "url": "https://inland.example/2026/norvik-harbour",
        "title": "Norvik harbour closed after storm",
        "text": "A storm has closed the harbour of Norvik. Ferries to Tollen leave from Westbay until Friday.",
        "published": "2026-03-02T15:00:00Z",
        "source": "Inland Post",
        "language": "en",
    },
    {
        "url": "https://inland.example/2026/museum",
        "title": "Museum of Tollen shows a found painting",
        "text": "The museum of Tollen shows a painting by Ida Brandt that was lost for eighty years, until May.",
        "published": "2026-02-20",
        "source": "Inland Post",
        "language": "en",
    },
    {
        "url": "https://coast.example/2026/breakwater",
        "title": "Norvik Council Plans New Breakwater for 40 Million",
        "published": "2026-03-09T08:00:00Z",
        "source": "Coast Courier",
    },
    {
        "id": "hafen 3",
        "url": "https://kueste.example/2026/bruecke",
        "title": "Brücke von Westbay wird erneuert",
        "text": "Die Brücke von Westbay wird ab April erneuert. Die Arbeiten kosten neun Millionen Kronen.",
        "published": "2026-03-08",
        "source": "Küstenbote",
        "language": "de",
    },
    {
        "title": "Old mill of Tollen opens as a school",
        "text": "The old mill of Tollen has opened as a school for 140 children.",
    },
)
