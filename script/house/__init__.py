"""What the commands in script/ share.

Standard library only: it runs before anything is installed. Linux only: it reads /proc.
"""

import sys

if sys.hexversion < 0x030B0000:
    sys.exit(
        "Python 3.11 or newer is needed; this is {}.{}. With a newer one installed, "
        "run for example: python3.11 {}".format(*sys.version_info[:2], sys.argv[0])
    )
