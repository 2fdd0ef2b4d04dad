"""Lines: said, shown, tagged, mended, arranged, taken back, heard again."""
