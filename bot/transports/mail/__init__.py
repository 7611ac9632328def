"""E-mail: what external mentors are written, and the signed links with which they answer."""
