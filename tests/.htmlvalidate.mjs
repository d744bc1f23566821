// What is asked of every page's HTML. A rule that is off says why.
export default {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
  rules: {
    // The design system's macros write role="banner" and role="contentinfo" for old screen readers.
    "no-redundant-role": "off",
    // A title names the thing, what it is, whose, and of which edition: what is left out when there
    // is no room should be the end, which is the registry's name.
    "long-title": "off",
    // The design system has the summary of errors stand above the heading of the page.
    "heading-level": ["error", { minInitialRank: "h2" }],
    // Style sheets and scripts come from the registry itself; their names hold their digests.
    "require-sri": "off",
    // Several boxes of one field have one name: that is how a form sends several values.
    "form-dup-name": ["error", { shared: ["radio", "button", "reset", "submit", "checkbox"] }],
  },
};
