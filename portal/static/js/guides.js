// Avancement dans les guides, gardé sur cet appareil : rien n'est envoyé. Sans ce fichier, le plan est fait de liens.
// Stocké : { guide: { last, at, ts, l: { leçon: { ts, d } }, n: { "leçon:question": texte } } }
window.guides = (() => {
  const KEY = "labs.guides.v1", memory = {};
  const one = (css) => document.querySelector(css), all = (css) => [...document.querySelectorAll(css)];
  const tell = (place, text) => { if (place.textContent !== text) place.textContent = text; };  // lu à voix haute : une fois
  const say = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  let blocked = false;
  const read = (key = KEY) => {
    if (blocked) return memory[key] || {};
    try { return Object.assign({}, JSON.parse(localStorage.getItem(key))); }
    catch (error) { blocked = !(error instanceof SyntaxError); return {}; }
  };
  const write = (kept, key = KEY) => {
    memory[key] = kept;
    try { if (Object.keys(kept).length) localStorage.setItem(key, JSON.stringify(kept)); else localStorage.removeItem(key); }
    catch { blocked = true; }
  };
  const { guide, lesson, completion, title, account } = one("[data-guide]")?.dataset || {};
  const finish = one("[data-finish]"), mine = one("[data-mine]"), rows = all("[data-key]");
  const mend = (kept) => Object.assign(kept, { l: { ...kept?.l }, n: { ...kept?.n } });
  const change = (edit) => {
    const kept = read(), own = mend(kept[guide] || {});
    edit(own);
    own.ts = Date.now(); kept[guide] = own;
    write(kept); show();
  };

  let first;  // le lien du début, tel que la page le donne

  function show() {
    const kept = mend({ ...read()[guide] }), done = rows.map((row) => !!kept.l[row.dataset.key]?.d);
    rows.forEach((row, n) => {
      const small = row.querySelector("small");
      row.classList.toggle("done", done[n]);
      small.textContent = (small.dataset.plain ||= small.textContent) + (done[n] ? `, ${row.closest("nav").dataset.done}` : "");
    });
    const count = one("[data-count]");
    if (count) count.textContent = say(count.dataset.said, { n: done.filter(Boolean).length, total: rows.length });
    all(".pic-way circle:not(.here)").forEach((dot) => {
      const is = done[all(".pic-way circle").indexOf(dot)];
      dot.setAttribute("class", is ? "done" : "todo"); dot.setAttribute("r", is ? 7.5 : 5.5);
    });
    all(".pic-way path").forEach((run, n) => run.setAttribute("class", done[n] ? "run" : "fine"));
    if (finish) {
      const is = !!kept.l[lesson]?.d, [told, button] = finish.children;
      finish.hidden = false;
      button.dataset.plain ||= button.textContent;
      button.textContent = is ? button.dataset.undo : button.dataset.plain;
      button.classList.toggle("ghost", is);
      tell(told, is ? told.dataset.said : "");
    }
    const resume = one("[data-resume]");
    first ||= resume && { href: resume.href, textContent: resume.textContent };
    const from = rows.findIndex((row) => row.dataset.key === kept.last);
    if (resume && kept.last) {
      const next = rows.find((row, n) => !done[n] && n >= from) || rows.find((row, n) => !done[n]);
      const link = (next || rows[0]).querySelector("a");
      resume.href = link.href;
      resume.textContent = next ? say(resume.dataset.resume, { title: link.firstChild.textContent.trim() }) : resume.dataset.again;
    } else if (resume) Object.assign(resume, first);
    if (mine) mine.hidden = false;
    if (mine && blocked) tell(mine.querySelector("[data-told]"), mine.dataset.blocked);
  }

  if (account === undefined) {
    if (lesson) change((kept) => {
      kept.last = lesson; kept.at = [location.pathname, title];
      const it = kept.l[lesson] ||= { ts: Date.now() };
      if (completion === "view") it.d ||= Date.now();
    });
    finish?.lastElementChild.addEventListener("click", () => change((kept) => {
      const it = kept.l[lesson] ||= { ts: Date.now() };  // effacé depuis que la page est ouverte
      if (it.d) delete it.d; else it.d = Date.now();
    }));
    if (guide) show();
  }
  return { read, write, change, show, tell, one, all, guide, lesson, account, mend, mine, isBlocked: () => blocked };
})();
