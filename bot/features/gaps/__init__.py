"""What people asked without getting what they needed: grouped, decided by maintainers, and told to those who asked."""
