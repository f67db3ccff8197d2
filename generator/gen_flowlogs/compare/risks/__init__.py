"""Plans → risks to records that exist and to the apply itself: deletion, names that are taken, an open order."""
