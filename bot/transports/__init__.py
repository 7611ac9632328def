"""How words reach people: one folder or file a platform."""
