"""What the description says of the API, and how it is made.

The project's settings take it from here, so nothing may be imported that needs settings.
"""

from typing import Final

SPECTACULAR_SETTINGS: Final = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "Operating-model registry",
    "DESCRIPTION": (
        "Who does what and who may decide what in NHS organisations, edition by edition.\n\n"
        "Everything here is read only and open to anyone for what is published. Ask for what an "
        "edition holds (`edition`), or for what was in force for an organisation on a day, as it "
        "was known on another (`organisation`, `on`, `known_at`). What a source does not say is "
        "`null`. Every answer has an ETag: send it back in `If-None-Match` and be told `304` where "
        "nothing changed. Every refusal is a problem (RFC 9457) that says what to do."
    ),
    "VERSION": "1",
    "LICENSE": {"name": "MIT", "identifier": "MIT"},
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SORT_OPERATION_PARAMETERS": False,
    "POSTPROCESSING_HOOKS": [
        "opmodel.publishing.api.description.without_marks",
        "opmodel.publishing.api.description.refusals_once",
    ],
}
