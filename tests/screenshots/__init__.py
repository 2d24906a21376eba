"""Renders every view of PMDesk, light and dark, in every density and scale, into build/screenshots."""
