"""What you take away and use: facilitation tools now; session plans and guides will stand here."""
