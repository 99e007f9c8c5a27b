"""Standardisation: assessors judge the same portfolio apart from one another, see how they differ, and talk about it."""
