"""What people do with a browser.

A package, unlike its neighbours, so that pytest ends what is made for the whole folder with it.
"""
