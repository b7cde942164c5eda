"""A policy document, its provisions, and their words handed on untouched: the ground that every other room stands on."""
