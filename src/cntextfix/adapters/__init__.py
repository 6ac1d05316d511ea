"""Cleaning inside the engines that people run crawls on; each needs the extra of its name.

An engine must see neither an error of a document nor a byte that somebody else decoded: so what
is here never raises for what a row holds, and hands bytes on as they are.
"""
