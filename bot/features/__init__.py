"""What Passeur does: one folder a family of features, pure."""
