"""From a question to a person: who is proposed, what an introduction goes through, and whom that concerns; pure."""
