"""What people say that asks for nothing in the articles: a greeting, thanks, "what can you do". A closed list."""

from bot.domain import SmallTalk
from bot.retrieval.text import words

_MOST_WORDS = 12  # whoever says more tells something

_PHRASES: dict[SmallTalk | None, str] = {
    SmallTalk.HELP: (
        "help|help me|who are you|what are you|what can you do|what do you do|what do you know|what can i do|"
        "what can i ask|what should i ask|how can you help|how can i use you|how do i use you|how do you work|"
        "what is your name|whats your name|are you a bot|are you a human|are you human|are you an ai|commands"
    ),
    SmallTalk.GOODBYE: (
        "bye|bye bye|goodbye|good bye|cya|see you|see ya|good night|have a nice day|have a good day|see you later"
    ),
    SmallTalk.GREETING: (
        "hi|hello|hey|hiya|howdy|yo|greetings|good morning|good afternoon|good evening|morning|how are you|whats up|sup"
    ),
    SmallTalk.THANKS: (
        "thanks|thank you|thankyou|thank u|thx|thnx|tnx|ty|tysm|cheers|ok|okay|k|kk|cool|great|nice|perfect|awesome|"
        "brilliant|excellent|amazing|alright|all right|good|fine|wow|lol|got it|gotcha|i see|understood|makes sense|"
        "that makes sense|that helps|that helped|that is all|thats all|sounds good|good job|well done|no thanks"
    ),
    None: (
        "you|u|there|all|everyone|everybody|folks|team|bot|assistant|please|so much|very much|a lot|lots|very|really|"
        "and|oh|ah|for that|for this|for your help|for the help|for helping|then|again|today|now|"
        "for now|can you|could you"
    ),
}
_KINDS = {tuple(phrase.split()): kind for kind, phrases in _PHRASES.items() for phrase in phrases.split("|")}
_LONGEST = max(map(len, _KINDS))
_RANK = list(SmallTalk)


def small_talk(text: str) -> SmallTalk | None:
    """Return what kind of small talk a text is that holds nothing else, or None: "hi, what is a sprint" is a question.

    Of several kinds the one counts that asks most of us: "thanks, what can you do" asks for help.
    """
    said = tuple(words(text))
    kinds = set()
    while said and len(said) <= _MOST_WORDS:
        phrase = next((said[:length] for length in range(_LONGEST, 0, -1) if said[:length] in _KINDS), None)
        if phrase is None:
            return None
        kinds.add(_KINDS[phrase])
        said = said[len(phrase) :]
    return None if said else next((kind for kind in _RANK if kind in kinds), None)
