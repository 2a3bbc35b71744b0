// Propositions pendant la frappe. Sans ce fichier, la recherche fonctionne.
(() => {
  const field = document.querySelector("input[data-suggest]");
  const list = document.getElementById("propositions");
  if (!field || !list) return;
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
})();
