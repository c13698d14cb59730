"""Addresses of the strategies, below /strategies/."""

from django.urls import path

from practices.views import commitments, strategies

app_name = "strategies"
one = "<int:pk>/commitments/<int:number>/"
urlpatterns = [
    path("", strategies.strategy_list, name="strategy_list"),
    path("new/", strategies.strategy_create, name="strategy_create"),
    path("gap/", strategies.strategy_gap, name="strategy_gap"),
    path("gap.xlsx", strategies.strategy_gap_export, name="strategy_gap_export"),
    path("<int:pk>/", strategies.strategy_detail, name="strategy_detail"),
    path("<int:pk>/edit/", strategies.strategy_edit, name="strategy_edit"),
    path("<int:pk>/delete/", strategies.strategy_delete, name="strategy_delete"),
    path(one, commitments.commitment_detail, name="commitment_detail"),
    path(f"{one}edit/", commitments.commitment_edit, name="commitment_edit"),
    path(f"{one}goal/", commitments.commitment_goal, name="commitment_goal"),
    path(f"{one}move/", commitments.commitment_move, name="commitment_move"),
    path(f"{one}link/", commitments.commitment_link, name="commitment_link"),
    path(f"{one}unlink/", commitments.commitment_unlink, name="commitment_unlink"),
]
