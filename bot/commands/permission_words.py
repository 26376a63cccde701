"""The permissions that the bot needs, by the names that Discord shows, and what each is for."""

VIEW = "View Channel"
SEND = "Send Messages"
SEND_IN_THREADS = "Send Messages in Threads"
READ_HISTORY = "Read Message History"

TO_ANSWER = {
    VIEW: "so that I see what is asked",
    SEND: "so that I can answer",
    SEND_IN_THREADS: "so that I can answer in threads and posts",
    READ_HISTORY: "so that I can reply to a question",
}
TO_POST = {
    VIEW: "so that I can post there",
    SEND: "so that I can post tips",
    SEND_IN_THREADS: "so that I can post tips in that thread",
    READ_HISTORY: "so that I can see, after a breakdown, whether a tip arrived",
}
