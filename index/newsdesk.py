"""The news desk: everything that can be asked of the news, on one data folder."""
