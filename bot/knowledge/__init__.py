"""The knowledge: folders of YAML, checked, with each problem at its place."""

from bot.knowledge.load import load as load
from bot.knowledge.people import Mentor as Mentor
from bot.knowledge.problem import KnowledgeError as KnowledgeError
from bot.knowledge.problem import Problem as Problem
from bot.knowledge.schema import Entry as Entry
from bot.knowledge.schema import Knowledge as Knowledge
