"""Readers of markup: what comes as HTML becomes lines."""
