"""The languages that the bot speaks: a folder of data each, and the loader that finds and reads them.

`<code>/` holds the templates of the replies, the pages, and what else depends on the language. A folder more is a
language more: nothing else lists them.
"""

from bot.languages.load import DEFAULT as DEFAULT
from bot.languages.load import ELSEWHERE as ELSEWHERE
from bot.languages.load import alternatives as alternatives
from bot.languages.load import check_words as check_words
from bot.languages.load import folder_of as folder_of
from bot.languages.load import general_vocabulary as general_vocabulary
from bot.languages.load import key_words as key_words
from bot.languages.load import known as known
from bot.languages.load import licence_words as licence_words
from bot.languages.load import manners as manners
from bot.languages.load import phrasebook as phrasebook
from bot.languages.load import problem_words as problem_words
from bot.languages.load import search_words as search_words
from bot.languages.load import spelling_words as spelling_words
from bot.languages.load import usual as usual
