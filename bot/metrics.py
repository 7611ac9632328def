"""What is counted of a running bot, for `/metrics`: names and labels are few, known beforehand, and name nobody.

Imported by what serves alone: a question in the terminal counts nothing.
"""

from prometheus_client import Counter, Gauge, Histogram

SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)

EVENTS = Counter("passeur_events", "What people asked, written down, by intent.", ["intent"])
REPLIES = Counter("passeur_replies", "What was decided to be said, by kind of reply.", ["reply"])
ANSWER_SECONDS = Histogram(
    "passeur_answer_seconds", "From writing down what was asked until it was answered or put off.", buckets=SECONDS
)
WORK_SECONDS = Histogram("passeur_work_seconds", "Handling a piece of work, by kind.", ["kind"], buckets=SECONDS)
TRIES = Counter("passeur_deliveries", "Tries to deliver a message, by transport and outcome.", ["transport", "outcome"])
FAILURES = Counter("passeur_failures", "Work that failed by a bug; people got an apology with a reference.")
SLACK_CALLS = Counter("passeur_slack_calls", "Calls of Slack's Web API, by method.", ["method"])
SLACK_ERRORS = Counter(
    "passeur_slack_errors", "Those that went wrong, by method and Slack's word.", ["method", "error"]
)
REFUSED = Counter("passeur_requests_refused", "HTTP requests that were refused, by status.", ["status"])
LATE = Counter("passeur_slack_rate_limited_events", "How often Slack held events back.")

READY = Gauge("passeur_ready", "1 when the bot can do its work, as /health/ready says.")
CONNECTED = Gauge("passeur_slack_connected", "1 when Slack can reach the bot: Socket Mode open, or HTTP and known.")
QUEUE = Gauge("passeur_queue", "Work that is not done, by state: due, in hand, or later.", ["state"])
OLDEST = Gauge("passeur_queue_oldest_due_seconds", "For how long the oldest work that is due has waited.")
INTRODUCTIONS = Gauge("passeur_introductions", "Introductions, by state.", ["state"])
DATABASE_FAILURES = Gauge("passeur_database_failures", "Tries of the database that failed since the start.")
KNOWLEDGE = Gauge("passeur_knowledge_entries", "Entries of the knowledge that serves, by its version.", ["version"])

KNOWN_ERRORS = frozenset(
    [
        "account_inactive",
        "cannot_dm_bot",
        "cant_update_message",
        "channel_not_found",
        "expired_trigger_id",
        "fatal_error",
        "held_back",
        "internal_error",
        "invalid_arguments",
        "invalid_auth",
        "invalid_blocks",
        "is_archived",
        "message_not_found",
        "missing_scope",
        "msg_too_long",
        "no_text",
        "not_authed",
        "not_in_channel",
        "ratelimited",
        "request_timeout",
        "service_unavailable",
        "thread_not_found",
        "token_revoked",
        "unknown_method",
        "user_not_found",
    ]
)


def slack_error(method: str, word: str, status: int = 0) -> None:
    """One more; an error that nobody foresaw is counted as such, so that the labels stay few."""
    known = word if word in KNOWN_ERRORS else f"http_{status // 100}xx" if status >= 400 else "other"
    SLACK_ERRORS.labels(method, known).inc()
