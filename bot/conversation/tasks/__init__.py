"""Who is to do what by when: /nhiemvu."""
