"""Findings: what is wrong with an operating model, told before the Board finds it.

`finding` holds what a rule and a finding are; `model` an edition as plain values, read once by
`reading`; `outside` what the world knows that the edition cannot; `limits` the arithmetic of bands;
`rules` the rules themselves, by noun, and `registry` all of them; `checking` puts them to an
edition, `waiving` and `counting` remember what was said about them.
"""
