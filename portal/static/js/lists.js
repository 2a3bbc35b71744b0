// « Ma sélection », gardée sur cet appareil. Sans ce fichier, les liens mènent à la page de la sélection, qui suffit.
(() => {
  const KEY = "selection", MOST = 30;
  const read = () => {
    try { return JSON.parse(localStorage.getItem(KEY) || "[]").filter((r) => /^[A-Z]{2,5}-\d{1,6}$/.test(r)).slice(0, MOST); } catch { return []; }
  };
  const write = (list) => { try { localStorage.setItem(KEY, JSON.stringify(list)); } catch { /* navigation privée : rien n’est gardé */ } };
  const query = (list) => (list.length ? "?" + list.map((r) => `o=${encodeURIComponent(r)}`).join("&") : "");

  // Un lien ajoute ou retire ; un autre mène à la sélection : après lui sur une fiche, une fois pour toutes sur une liste
  const place = document.querySelector("[data-my-selection]");
  const watchers = [];
  const show = () => watchers.forEach((one) => one());
  const counted = (page, words) => {
    const mine = document.createElement("a");
    watchers.push(() => {
      const list = read();
      mine.hidden = !list.length;
      mine.href = page + query(list);
      mine.textContent = `${words} (${list.length})`;
    });
    return mine;
  };
  if (place) place.append(" ", counted(place.dataset.mySelection, place.dataset.open));
  for (const link of document.querySelectorAll("[data-select]")) {
    const { select: reference, remove, open } = link.dataset;
    const add = link.textContent, page = link.pathname, label = link.getAttribute("aria-label");
    watchers.push(() => {
      const list = read(), has = list.includes(reference);
      link.textContent = has ? remove : add;
      if (label) link.setAttribute("aria-label", has ? `${remove}, ${reference}` : label);
      link.href = page + query(has ? list.filter((r) => r !== reference) : [...list, reference]);
    });
    link.setAttribute("role", "button");
    link.addEventListener("click", (event) => {
      const list = read();
      if (!list.includes(reference) && list.length >= MOST) return;
      event.preventDefault();
      write(list.includes(reference) ? list.filter((r) => r !== reference) : [...list, reference]);
      show();
    });
    link.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); link.click(); } });
    if (!place && read().length) link.after(counted(page, open));
    else if (!place) link.addEventListener("click", () => { link.after(counted(page, open)); show(); }, { once: true });
  }
  addEventListener("storage", show);
  show();

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
// Propositions pendant la frappe. Sans ce fichier, la recherche fonctionne.
for (const field of document.querySelectorAll("input[data-suggest]")) {
  const list = field.list;
  if (!list) continue;
  let last = "", timer, pending;
  const ask = async () => {
    const text = field.value.trim();
    if (text.length < 2 || text === last) return;
    last = text;
    pending?.abort();
    pending = new AbortController();
    try {
      const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: pending.signal });
      const { suggestions } = await answer.json();
      list.replaceChildren(...suggestions.map((name) => new Option(name, name)));
    } catch { /* réseau absent : on tape sans propositions */ }
  };
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
}
