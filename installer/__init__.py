"""What turns the checkout into a Windows program and its installers; runs on Debian.

Nothing here is part of the program. The way is in README.md of this folder.
"""
