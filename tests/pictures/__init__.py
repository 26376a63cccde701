"""Pictures of every card, drawn from what the bot really sent: `python -m tests.pictures [FOLDER]`.

`scene.py` says what a scene is, `scenes_*.py` hold them, `page.py` draws one as HTML, `chromium.py` shoots it.
"""
