"""Articles on one event, and near copies of one text."""
