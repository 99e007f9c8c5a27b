"""The tables of boards; import each from here."""

from assessments.boards.models.meetings import Board, BoardMember, Minutes
from assessments.boards.models.papers import Conflict, Decision, Paper
from assessments.boards.models.releases import Release

__all__ = ["Board", "BoardMember", "Conflict", "Decision", "Minutes", "Paper", "Release"]
