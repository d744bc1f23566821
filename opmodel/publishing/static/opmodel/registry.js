// Starts the NHS components. Everything works without: this file only adds to what is there.
(() => {
  const { components } = document.currentScript.dataset;
  document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
  document.addEventListener("DOMContentLoaded", async () => {
    const { initAll } = await import(components);
    initAll();
  });
})();
