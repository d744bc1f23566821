"""An edition as a folder of YAML files: read, checked, written.

`edition.yaml` says what the edition is and which sources it cites; one file for each app holds the
elements, nested as a person would write them. `schema.py` describes the form, `reading.py` turns
files into data that knows its lines, `checking.py` into records, `writing.py` back into files.
"""
