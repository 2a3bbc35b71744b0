// Sous chaque étape, seuls les objets de l'onglet « Matériel » se cochent ; une case déjà cochée reste visible.
(() => {
  const ROWS = '[id^="id_materials-"][id$="-chooser"]';
  const kept = (row) => document.getElementById(row.id.replace(/-material-chooser$/, "-DELETE"))?.value !== "1";
  const named = () => new Set([...document.querySelectorAll(ROWS)].filter((row) => !row.classList.contains("blank") && kept(row))
    .map((row) => row.querySelector("[data-chooser-title]")?.textContent.trim()).filter(Boolean));
  const sort = () => {
    const names = named();
    for (const label of document.querySelectorAll(".material-refs label:has(input[type=checkbox])")) {
      const box = label.querySelector("input");
      const item = label.closest("li, div") ?? label;
      item.hidden = !box.checked && names.size > 0 && !names.has(label.textContent.trim());
    }
  };
  let waiting = 0;
  const later = () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(sort); };
  addEventListener("DOMContentLoaded", () => {
    if (!document.querySelector(".material-refs, #id_steps-FORMS")) return;
    sort();
    new MutationObserver(later).observe(document.getElementById("page-edit-form") ?? document.body, { childList: true, subtree: true, characterData: true });
  });
})();
