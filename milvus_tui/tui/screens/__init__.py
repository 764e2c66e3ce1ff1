"""The main screen, the findings screen and the scenario screen."""
