"""« Fichiers » in the admin: the images and documents of one's labs, what shows them, what nothing uses."""
