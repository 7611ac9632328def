"""Rules on what the files say together. A rule's id is what it yields."""

from bot.knowledge.checks.channels import idle_policy, twin_channel
from bot.knowledge.checks.dates import future_date, odd_mentor_date, old_review
from bot.knowledge.checks.licence_facts import (
    dead_licence,
    lone_shared_name,
    twin_licence_name,
    twin_pair,
    unlisted_licence,
)
from bot.knowledge.checks.licences import unknown_licence
from bot.knowledge.checks.likeness import near_answer, near_question
from bot.knowledge.checks.links import link
from bot.knowledge.checks.people import missing_consent, topic_without_mentor, twin_address, unreachable_mentor
from bot.knowledge.checks.private import contact_detail, secret
from bot.knowledge.checks.questionnaire_state import long_answers
from bot.knowledge.checks.questionnaires import (
    dead_answer,
    dead_condition,
    dead_dimension,
    no_outcome,
    twin_command,
    twin_part,
)
from bot.knowledge.checks.questions import asked_example, shared_question
from bot.knowledge.checks.references import dead_reference, missing_help, own_next, twin_path, unanswered_section
from bot.knowledge.checks.texts import button_too_long, markup, unfinished
from bot.knowledge.checks.vocabulary import idle_vocabulary
from bot.knowledge.checks.wholeness import answer_length, few_questions, incomplete_entry
from bot.knowledge.places import Check

RULES: tuple[Check, ...] = (
    dead_reference,
    own_next,
    twin_path,
    missing_help,
    unanswered_section,
    shared_question,
    asked_example,
    near_question,
    near_answer,
    incomplete_entry,
    few_questions,
    answer_length,
    markup,
    link,
    unfinished,
    unknown_licence,
    unlisted_licence,
    twin_licence_name,
    lone_shared_name,
    dead_licence,
    twin_pair,
    secret,
    contact_detail,
    button_too_long,
    unreachable_mentor,
    twin_address,
    missing_consent,
    topic_without_mentor,
    future_date,
    old_review,
    idle_vocabulary,
    odd_mentor_date,
    twin_part,
    dead_condition,
    dead_answer,
    dead_dimension,
    no_outcome,
    twin_command,
    twin_channel,
    idle_policy,
    long_answers,
)
