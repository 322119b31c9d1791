"""``python -m hrsi_cli``"""

try:
    from hrsi_cli.main import main
except KeyboardInterrupt:
    raise SystemExit(130) from None

main()
