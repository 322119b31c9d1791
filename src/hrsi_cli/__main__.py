"""``python -m hrsi_cli``"""

from hrsi_cli.main import main

main()
