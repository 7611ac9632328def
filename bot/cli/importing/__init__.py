"""Reads the FAQs that other tools keep, and writes them as a folder of entries."""
