"""Auditing: where a number comes from, and why it is not another."""
