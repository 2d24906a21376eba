"""The use cases of PMDesk, without a screen: what the window and the command line both call."""
