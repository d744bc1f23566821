"""Who may decide: the scheme of reservation and delegation, asked.

`scheme` holds an edition's scheme as plain values, `question` what is asked, `answer` what comes
back; `deciding` is the rule itself, without a database; `loading` reads a scheme from an edition,
`holding` who holds its posts; `words` turns what people type into a question.
"""
