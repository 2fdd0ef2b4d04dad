"""The doors: each turns a vendor's chat into ``Incoming`` and carries ``Reply`` back."""
