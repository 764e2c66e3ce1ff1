"""`python -m milvus_tui` is `milvus-tui`."""

from milvus_tui.cli.main import main

if __name__ == "__main__":
    main()
