"""Everything that Passeur keeps, as rows of a database, its queue of work included."""

from bot.storage.store import Store as Store
from bot.storage.transaction import Transaction as Transaction
from bot.storage.work import NewWork as NewWork
from bot.storage.work import Work as Work
