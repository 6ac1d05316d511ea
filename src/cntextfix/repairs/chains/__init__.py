"""Chains of wrong encodings: what each one loses, how it is inverted, and how that is proved."""
