"""What any command may say instead of its own reply: that somebody may not use it, or that something went wrong."""

SERVER_ONLY = "That works in a server only."
MANAGERS_ONLY = "You need the permission Manage Server for that. Ask somebody who has it."
NOT_YOUR_COMMAND = "Only the person who ran the command can use its buttons. Run it yourself."
CANNOT_SEE = "I cannot see that channel. Give me View Channel there, then try again."

NO_DATABASE = "I cannot reach my database at the moment, so that was not done. Reference: {reference}"
WENT_WRONG = "Something went wrong on my side. Please try again. Reference: {reference}"
