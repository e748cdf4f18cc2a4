"""Drafts that leave no doubt what they are: what the tests type."""

ABOUT_US = "We're a leading provider of dock scheduling software, founded in 2009."
ABOUT_US_ES = "En Nubia somos líderes en software de gestión de muelles desde 2009."
ASK = "Do you have 15 minutes this week so I can show you our platform?"
ASK_ES = "¿Tienes 15 minutos esta semana para que te enseñe nuestra plataforma?"

PITCH = f"Hi Jordan,\n\n{ABOUT_US}\n\n{ASK}"
PITCH_ES = f"Hola, Jordan:\n\n{ABOUT_US_ES}\n\n{ASK_ES}"
EMOJI_PITCH = f"Hi Jordan 👋🏽,\n\n🚀🚀 {ABOUT_US} {ASK} 👨‍👩‍👧"
LINE = f"{ABOUT_US} {ASK}"
LINE_ES = f"{ABOUT_US_ES} {ASK_ES}"
REPLY = "Understood, Jordan. May I come back in February, once the new contract rates are published?"
COLLEAGUE = (
    "Hi Mina, the slides for tomorrow's sprint review are in the shared folder. "
    "Could you add the two charts from last week before noon? The room is booked until four. Thanks!"
)
FRENCH = (
    "Bonjour Jordan, nous sommes le leader des logiciels de gestion de quais. "
    "Auriez-vous quinze minutes cette semaine pour que je vous présente notre plateforme ?"
)
