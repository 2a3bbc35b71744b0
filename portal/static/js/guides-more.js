// « Mon carnet », cases à cocher, emporter, reprendre, effacer ; ajouter au compte ce que cet appareil a gardé.
(() => {
  const { read, write, change, show, tell, one, all, guide, lesson, account, mend, mine, isBlocked } = window.guides;
  const TICKS = "labs.guides.ticks";

  for (const form of all("[data-checks]")) {  // sur l'appareil, compte ou non
    const boxes = [...form.elements], name = form.dataset.checks, kept = String(read(TICKS)[name] || "");
    boxes.forEach((box, n) => { box.checked = kept[n] === "1"; });
    form.addEventListener("change", () => write({ ...read(TICKS), [name]: boxes.map((box) => +box.checked).join("") }, TICKS));
  }
  const untick = () => { write({}, TICKS); for (const form of all("[data-checks]")) form.reset(); };

  if (account !== undefined) {
    const form = one("[data-mark]"), merge = one("[data-merge]");
    const renewed = async () => {  // connectée de nouveau dans un autre onglet : les jetons de cette page ne valent plus
      const html = await fetch(location.href).then((page) => page.text()).catch(() => "");
      const token = /csrfmiddlewaretoken" value="(\w+)"/.exec(html)?.[1];
      if (token) for (const input of all("[name=csrfmiddlewaretoken]")) input.value = token;
      return token;
    };
    const post = async (to, data, more) => {
      const asked = { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "manual", ...more };
      const send = () => fetch(to, asked).catch(() => null), answer = await send();
      const token = answer?.status === 403 && await renewed();
      if (!token) return answer;
      data.set("csrfmiddlewaretoken", token);
      return send();
    };
    const books = all(".book form").map((book) => {  // gardé en quittant la case : sans page, l'un après l'autre
      const { text } = book.elements, told = book.querySelector("[role=status]");
      let had = text.defaultValue, last = Promise.resolve();
      const keep = () => last = last.then(async () => {
        const now = text.value;
        if (now === had) return true;
        const answer = await post(book.action, new FormData(book), { keepalive: now.length < 15e3 });
        if (answer?.ok) had = now;
        tell(told, answer?.ok ? told.dataset.said : told.dataset.failed);
        return !!answer?.ok;
      });
      text.addEventListener("input", () => tell(told, ""));
      text.addEventListener("change", keep);
      book.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (await keep()) tell(told, told.dataset.said);
      });
      return keep;
    });
    const allKept = async () => {
      const are = (await Promise.all(books.map((keep) => keep()))).every(Boolean);
      if (!are) all(".book [role=status]").find((told) => told.textContent === told.dataset.failed).parentNode.elements.text.focus();
      return are;
    };
    let sure = false;
    form?.addEventListener("submit", async (event) => {  // une page nouvelle viendra : rien d'écrit ne s'y perd
      if (sure || !books.length) { sure = false; return; }
      event.preventDefault();
      if (sure = await allKept()) form.elements.act.click();
    });
    if (form && account) {
      const data = new FormData(form);
      data.set("act", account);
      post(form.action, data);
    }
    if (!merge || !Object.keys(read()).length) return;
    const told = merge.querySelector("[role=status]");
    merge.hidden = false;
    merge.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!await allKept()) return;
      merge.elements.kept.value = JSON.stringify(read());
      const answer = await post(merge.action, new FormData(merge));
      const { taken, said } = answer?.ok && await answer.json().catch(() => 0) || {};
      if (!taken) { tell(told, !answer || answer.status >= 500 ? told.dataset.failed : told.dataset.out); return; }
      if (!Object.keys(taken).length) { tell(told, said); return; }
      const kept = read();
      for (const [key, names] of Object.entries(taken)) {  // l'appareil n'oublie que ce qui a été pris
        const own = mend(kept[key] || {});
        for (const kind of ["l", "n"]) for (const name of names[kind]) delete own[kind][name];
        if (Object.keys({ ...own.l, ...own.n }).length) kept[key] = own; else delete kept[key];
      }
      write(kept); untick(); location.reload();
    });
    merge.querySelector("[type=button]").addEventListener("click", () => { write({}); untick(); merge.hidden = true; });
    return;
  }

  const fill = () => {
    for (const box of all("[data-note]")) {
      box.hidden = false;
      box.querySelector("textarea").value = mend({ ...read()[guide] }).n[`${lesson}:${box.dataset.note}`] || "";
    }
  };
  fill();
  for (const box of all("[data-note]")) {
    const name = `${lesson}:${box.dataset.note}`;
    box.addEventListener("input", ({ target }) => {
      change((kept) => { if (target.value) kept.n[name] = target.value; else delete kept.n[name]; });
    });
  }
  const on = (css, name, act) => one(css)?.addEventListener(name, act);
  on("[data-erase]", "click", () => {
    if (!confirm(mine.dataset.sure)) return;
    write({}); untick(); fill(); show();
  });
  on("[data-take]", "click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(read())], { type: "application/json" }));
    link.download = "mon-avancement.json"; link.click();
    URL.revokeObjectURL(link.href);
  });
  const joined = (ours, theirs) => {  // l'un sous l'autre, sauf si l'un est dans l'autre
    if (typeof theirs !== "string" || ours?.includes(theirs)) return ours;
    return !ours || theirs.includes(ours) ? theirs : `${ours}\n\n${theirs}`;
  };
  on("[data-bring]", "change", async ({ target }) => {  // l'union, la date la plus ancienne
    if (!target.files.length) return;
    const kept = read();
    let said = mine.dataset.unread;
    try {
      const brought = Object.entries(JSON.parse(await target.files[0].text())).filter(([, it]) => it.l || it.n);
      for (const [key, value] of brought) {
        const theirs = mend({ ...value }), ours = mend(kept[key] || {});
        for (const [name, it] of Object.entries(theirs.l)) {
          const own = ours.l[name] ||= it;
          if (it.d) own.d = Math.min(it.d, own.d || it.d);
        }
        for (const [name, text] of Object.entries(theirs.n)) ours.n[name] = joined(ours.n[name], text);
        kept[key] = { ...theirs, ...ours };
      }
      if (brought.length) { write(kept); fill(); show(); said = isBlocked() ? mine.dataset.blocked : mine.dataset.brought; }
    } catch { /* le fichier n'est pas le nôtre : rien n'a changé */ }
    tell(mine.querySelector("[data-told]"), said);
    target.value = "";
  });
})();
