"""What a report could have said and does not, for `explain`."""
