"""What a person asks for and what is answered, a folder a topic."""
