"""An ask in; what was remembered is loaded, something is decided and saved, and the replies come out."""

from bot.passeur.service import Passeur as Passeur
from bot.passeur.service import Then as Then
from bot.passeur.service import Who as Who
from bot.passeur.service import decider_of as decider_of
from bot.passeur.service import knowledge_of as knowledge_of
from bot.passeur.service import matcher_of as matcher_of
from bot.passeur.service import pseudonym as pseudonym
from bot.passeur.service import secret_of as secret_of
