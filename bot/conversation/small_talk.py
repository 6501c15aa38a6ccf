"""What people say to a bot beside their questions: greetings and thanks, in the languages of the interface."""

import re
from enum import Enum

_GREETINGS = frozenset(
    """hi|hello|hello there|hi there|hey|good morning|good day|good afternoon|good evening|hola|buenos días|buenas|olá
    |oi|bom dia|boa tarde|bonjour|bonsoir|salut|hallo|guten morgen|guten tag|guten abend|moin|ciao|salve|buongiorno
    |buonasera|привет|здравствуйте|добрый день|доброе утро|привіт|вітаю|добрий день|merhaba|selam|günaydın|مرحبا|مرحبًا
    |أهلا|السلام عليكم|سلام|درود|नमस्ते|नमस्कार""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_THANKS = frozenset(
    """thanks|thank you|many thanks|thanks a lot|thank you very much|thx|ty|cheers|ok|okay|ok thanks|great|great thanks
    |cool|bye|goodbye|gracias|muchas gracias|adiós|obrigado|obrigada|tchau|merci|merci beaucoup|au revoir|danke
    |danke schön|vielen dank|tschüss|grazie|grazie mille|arrivederci|спасибо|большое спасибо|пока|дякую|щиро дякую|бувай
    |teşekkürler|teşekkür ederim|sağ ol|شكرا|شكرًا|ممنون|مرسی|متشکرم|धन्यवाद|शुक्रिया""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)


class SmallTalk(Enum):
    """What is said when nothing is asked."""

    GREETING = "greeting"
    THANKS = "thanks"


def small_talk(text: str) -> SmallTalk | None:
    """What a whole message says beside the matter; None where it may ask something."""
    said = " ".join(re.sub(r"[^\w\s\u0900-\u0dff\u064b-\u065f]+", " ", text.casefold()).split())
    if said in _GREETINGS:
        return SmallTalk.GREETING
    return SmallTalk.THANKS if said in _THANKS else None
