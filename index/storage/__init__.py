"""Where all is kept: the database on either engine, its tables, clock, locks and copies, and files written whole."""
