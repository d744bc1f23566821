// Starts the NHS components, and shows the buttons that need a script. Everything works without: this
// file only adds to what is there.
(() => {
  const { components } = document.currentScript.dataset;
  document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
  document.addEventListener("DOMContentLoaded", async () => {
    const { initAll } = await import(components);
    initAll();
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-prints]")) {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    }
    // What takes a while says so as soon as it is asked for. Nothing is switched off: a form that
    // stays, because the answer is a file or never came, can be sent again.
    for (const form of document.querySelectorAll("[data-waits]")) {
      form.addEventListener("submit", () => {
        form.querySelector("[role=status]").textContent = form.dataset.waits;
      });
    }
    // Only a page that came safely may write to the clipboard.
    if (!navigator.clipboard) return;
    for (const button of document.querySelectorAll("[data-copies]")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(button.dataset.copies);
        button.textContent = "Link copied";
      });
    }
  });
})();
