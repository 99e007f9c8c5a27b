"""Which meetings a person may open."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from assessments.boards import queries
from assessments.boards.models import Board


def own_board(request: HttpRequest, board_id) -> Board:
    """A meeting that one sits at; any for a coordinator."""
    return get_object_or_404(queries.visible_boards(request.user, request.role), pk=board_id)
