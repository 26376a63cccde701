"""What Discord shows of each command and its options while somebody types: at most 100 characters each.

Named as the commands are, with the options of a command behind it, for `app_commands.describe`.
"""

# ---------------------------------------------------------------- for everybody

ASK = "Ask about Product Owner practice in your own words"
ASK_OPTIONS = {"question": "What do you want to know?", "private": "Only you see the answer (default in servers)"}
HELP = "What I can do, and how"
TIP = "A tip, with one thing to try this Sprint"
TIP_OPTIONS = {"topic": "A topic, if you have one in mind"}
RESPONSIBILITIES = "What a Product Owner is responsible for"
RESPONSIBILITIES_OPTIONS = {"name": "Number or title of one responsibility"}
RESOURCES = "Guides, articles, videos, books and tools"
RESOURCES_OPTIONS = {"topic": "About what?", "kind": "Which kind?"}
TOPICS = "Everything I know about, by category"
TOPICS_OPTIONS = {"category": "One category", "topic": "One topic: opens its article"}
GLOSSARY = "What a term means"
GLOSSARY_OPTIONS = {"term": "The term, an acronym, or an older name"}

# ---------------------------------------------------------------- /privacy

PRIVACY = "What I keep about you"
PRIVACY_SHOW = "See what I keep about you"
PRIVACY_EXPORT = "Get all that I keep about you, as a file"
PRIVACY_DELETE = "Delete all that I keep about you"

# ---------------------------------------------------------------- /assistant

ASSISTANT = "How I work in this server"
ASSISTANT_SETUP = "Show how I work in this server, or change it"
ASSISTANT_SETUP_OPTIONS = {
    "ask_channel": "A channel for questions to me: everybody there sees the answers",
    "forum": "A forum where I answer new posts, if I know the answer and nobody else has written",
    "answers": "Who sees what /ask answers, if the asker does not say?",
    "keep_questions": "Keep the texts of questions asked in this server? I tell the members",
}
ASSISTANT_DIAGNOSE = "Find out what keeps me from working here, and how to fix it"
ASSISTANT_STATS = "What was asked in this server, and how much of it I answered"
ASSISTANT_STATS_DAYS = "Of how many days? (default: {days})"
ASSISTANT_GAPS = "Words that people looked for and did not find, and articles to fill in"

# ---------------------------------------------------------------- /tips

TIPS = "Scheduled tips in this server"
TIPS_SCHEDULE = "Post tips in a channel at a local time"
TIPS_SCHEDULE_OPTIONS = {
    "channel": "Where the tips are posted",
    "time": "Local time HH:MM, for example 09:30",
    "timezone": "For example Europe/Berlin",
    "days": "daily, weekdays, or a list such as mon,wed,fri (default: weekdays)",
    "topic": "Only tips on this topic",
}
TIPS_LIST = "Show what is scheduled in this server"
TIPS_PREVIEW = "See a channel's next tip, and when it comes"
TIPS_PAUSE = "Hold a channel's tips back until you resume them"
TIPS_RESUME = "Post a channel's tips again, from now on"
TIPS_STOP = "End a channel's scheduled tips"
OR_HERE = {"channel": "The channel; without it, this one"}
