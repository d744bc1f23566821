"""What script/crash does: ends the registry's processes at any moment, and looks what is left."""
