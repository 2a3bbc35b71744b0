// « Ma sélection », gardée sur cet appareil. Sans ce fichier, les liens mènent à la page de la sélection, qui suffit.
(() => {
  const KEY = "selection", MOST = 30;
  const read = () => {
    try { return JSON.parse(localStorage.getItem(KEY) || "[]").filter((r) => /^[A-Z]{2,5}-\d{1,6}$/.test(r)).slice(0, MOST); } catch { return []; }
  };
  const write = (list) => { try { localStorage.setItem(KEY, JSON.stringify(list)); } catch { /* navigation privée : rien n’est gardé */ } };
  const query = (list) => (list.length ? "?" + list.map((r) => `o=${encodeURIComponent(r)}`).join("&") : "");

  // Sur une fiche : le lien ajoute ou retire, et un autre mène à la sélection
  for (const link of document.querySelectorAll("[data-select]")) {
    const { select: reference, remove, open } = link.dataset;
    const add = link.textContent, page = link.pathname;
    const mine = document.createElement("a");
    const show = () => {
      const list = read();
      link.textContent = list.includes(reference) ? remove : add;
      link.href = page + query(list.includes(reference) ? list.filter((r) => r !== reference) : [...list, reference]);
      mine.hidden = !list.length;
      mine.href = page + query(list);
      mine.textContent = `${open} (${list.length})`;
    };
    link.setAttribute("role", "button");
    link.addEventListener("click", (event) => {
      const list = read();
      if (!list.includes(reference) && list.length >= MOST) return;
      event.preventDefault();
      write(list.includes(reference) ? list.filter((r) => r !== reference) : [...list, reference]);
      show();
    });
    link.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); link.click(); } });
    link.after(mine);
    addEventListener("storage", show);
    show();
  }

  // Sur la page de la sélection : l’adresse commande ; ce que l’appareil garde n’est remplacé que par un bouton
  const shown = document.querySelector("[data-selection]");
  if (!shown) return;
  const here = shown.dataset.selection.split(" ").filter(Boolean), state = shown.querySelector("[data-state]");
  const same = () => here.join() === read().join();
  if (!location.search && read().length) { location.replace(location.pathname + query(read())); return; }
  const tell = () => {
    state.replaceChildren();
    if (here.length && same()) { state.textContent = shown.dataset.kept; return; }
    if (here.length) {
      const keep = document.createElement("button");
      keep.type = "button"; keep.className = "btn ghost"; keep.textContent = shown.dataset.keep;
      keep.addEventListener("click", () => { write(here); tell(); });
      state.append(keep);
    }
    if (read().length) {
      const back = document.createElement("a");
      back.href = location.pathname + query(read()); back.textContent = shown.dataset.mine;
      state.append(" ", back);
    }
  };
  for (const link of shown.querySelectorAll("[data-remove]")) {
    link.addEventListener("click", () => { if (same()) write(here.filter((r) => r !== link.dataset.remove)); });
  }
  tell();
})();
