"""Lanes of requests that take long, and the processes that draw."""
