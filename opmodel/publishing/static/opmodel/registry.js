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
