"""Who we are and what we do. The shelves of labs, events, case studies and figures will stand here."""
