"""Repair by replay: a model of the damage, its inverse, and the proof that they meet."""
