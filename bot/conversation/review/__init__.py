"""What is left to look at before a draft; what the machine suggests; asking who spoke."""
