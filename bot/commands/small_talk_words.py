"""What is said to somebody who greets, thanks, or asks what there is to ask."""

from bot.domain import SmallTalk

SMALL_TALK = {
    SmallTalk.HELP: "I answer questions about Product Owner practice with passages from my articles. "
    "Ask in your own words, for example: who orders the backlog? /help shows all that I can do.",
    SmallTalk.GOODBYE: "Goodbye. Ask whenever you like.",
    SmallTalk.GREETING: "Hello. Ask me about Product Owner practice, for example: who orders the backlog?",
    SmallTalk.THANKS: "You're welcome. Ask whenever you like.",
}
