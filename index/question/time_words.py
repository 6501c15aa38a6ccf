"""The words that English has for times, as patterns with named groups; `index.question.windows` says what they mean."""

from datetime import timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|"
        "october oct|november nov|december dec".split("|"),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        "monday mon|tuesday tue tues|wednesday wed|thursday thu thur thurs|friday fri|saturday sat|sunday sun".split(
            "|"
        )
    )
    for name in names.split()
}
NUMBERS = {
    word: value
    for value, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"fifteen": 15, "twenty": 20, "thirty": 30, "a": 1, "an": 1, "couple of": 2, "a couple of": 2}
NUMBERS |= {"few": 3, "a few": 3, "recent": 3, "several": 5}
UNITS = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "fortnight": timedelta(weeks=2),
    "month": timedelta(days=30),
    "year": timedelta(days=365),
    "decade": timedelta(days=3652),
}
END = "end_"  # before the names of the groups that tell a span's end


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


# A march is no month, nor are some weekdays' short forms days, unless written as names are.
MONTH_NAME = rf"(?!(?-i:march)\s+(?:on|against|through)\b)(?:{_any(MONTHS)})\b\.?"
# A newspaper of that day, a show, a prayer; and a day with its date is told by the date.
_OTHER_THAN_A_DAY = (
    r"(?!\s+(?-i:Times|Telegraph|Mirror|Express|Mail|Post|Night|[Pp]rayers?)\b)"
    rf"(?!,?\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{MONTH_NAME}|,?\s+{MONTH_NAME}\s+\d)"
)
_WEEKDAY = rf"(?!(?-i:sun|sat|wed|mon)\b)(?:{_any(WEEKDAYS)})\b{_OTHER_THAN_A_DAY}"
_PART_OF_DAY = r"(?:\s+(?-i:morning|afternoon|evening|night))?"
NUMBER = rf"\d{{1,3}}|{_any(NUMBERS)}"
UNIT = "|".join(UNITS)
YEAR = r"(?:19|20)\d\d\b(?!\s*[-–/]\s*\d|[.,]\d|\s*%)"
ORDINAL = r"(?:st|nd|rd|th)?\b(?!\s*%|[.,:]\d)"
# What happened on a day may be called by it ever after.
_NO_EVENT = (
    r"(?!['’]?s?\s+(?:attacks?|terror\w*|riots?|committee|commission|hearings?|insurrection|massacre|pogrom|memorial))"
)
DAY_MONTH = (
    rf"(?:the\s+)?\b(?P<d1>\d{{1,2}}){ORDINAL}(?:\s+of)?\s+(?P<m1>{MONTH_NAME})(?:,?\s+(?P<y1>{YEAR})|{_NO_EVENT})"
)
MONTH_DAY = rf"(?P<m2>{MONTH_NAME})\s+(?:the\s+)?(?P<d2>\d{{1,2}}){ORDINAL}(?:,?\s+(?P<y2>{YEAR})|{_NO_EVENT})"
_ISO_DAY = r"(?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d?)-(?P<d3>\d\d?)\b"
DAY = rf"(?:(?:{_any(WEEKDAYS)})\b,?\s+)?(?:{DAY_MONTH}|{MONTH_DAY}|{_ISO_DAY}){_PART_OF_DAY}"
MONTH = rf"(?P<month>{MONTH_NAME})(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?"
MONTH_YEAR = rf"(?P<month>{MONTH_NAME}),?\s+(?:of\s+)?(?P<year>{YEAR})"
ONLY_YEAR = rf"(?P<only_year>{YEAR})"
WEEKDAY = rf"(?:(?P<near>last|this\s+past|this)\s+)?(?P<weekday>{_WEEKDAY}){_PART_OF_DAY}"
NAMED = (
    r"(?P<named>yesterday(?:\s+(?:morning|afternoon|evening|night))?|today|tonight|last\s+night"
    r"|this\s+(?:morning|afternoon|evening))"
)
CALENDAR = (
    r"(?P<which>this(?:\s+past)?|last|(?:the\s+)?previous|the(?=\s+weekend))\s+(?P<calendar>weekend|week|month|year)"
)
SPAN = rf"(?:{DAY}|{MONTH}|{ONLY_YEAR}|{WEEKDAY}|{NAMED}|{CALENDAR})\b"
SPAN_END = SPAN.replace("(?P<", f"(?P<{END}")
