"""A box is free until something stands in it, and never beyond the frame."""

import pytest

from atlas.render.print.map.collision_grid import CollisionGrid


@pytest.fixture
def grid():
    grid = CollisionGrid(10, 20, 110, 70)
    grid.add(50, 40, 60, 45)
    return grid


@pytest.mark.parametrize("box", [(48, 38, 51, 41), (52, 42, 54, 43), (10, 20, 110, 70)])
def test_a_box_that_meets_another_is_not_free(grid, box):
    assert not grid.free(*box)


@pytest.mark.parametrize("box", [(10, 20, 47, 37), (64, 50, 110, 70)])
def test_a_box_clear_of_the_others_is_free(grid, box):
    assert grid.free(*box)


@pytest.mark.parametrize("box", [(9, 30, 20, 35), (100, 30, 111, 35), (20, 19, 30, 30), (20, 60, 30, 71)])
def test_a_box_that_leaves_the_frame_is_not_free(grid, box):
    assert not grid.free(*box)


def test_what_is_added_beyond_the_frame_occupies_what_lies_inside(grid):
    grid.add(-50, -50, 12, 22)
    assert not grid.free(10, 20, 13, 23)
    assert grid.free(20, 30, 30, 35)
