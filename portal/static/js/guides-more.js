// « Mon carnet », cases à cocher, emporter, reprendre, effacer ; ajouter au compte ce que cet appareil a gardé.
(() => {
  const { read, write, change, show, one, all, guide, lesson, account, mend } = window.guides, TICKS = "labs.guides.ticks";

  for (const form of all("[data-checks]")) {  // sur l'appareil, compte ou non
    const boxes = [...form.elements], name = form.dataset.checks, kept = String(read(TICKS)[name] || "");
    boxes.forEach((box, n) => { box.checked = kept[n] === "1"; });
    form.addEventListener("change", () => write({ ...read(TICKS), [name]: boxes.map((box) => +box.checked).join("") }, TICKS));
  }

  if (account !== undefined) {
    const form = one("[data-mark]"), merge = one("[data-merge]");
    const post = (to, data) => fetch(to, { method: "POST", body: data }).catch(() => null);
    if (form && account) {
      const data = new FormData(form);
      data.set("act", account);
      post(form.action, data);
    }
    if (!merge || !Object.keys(read()).length) return;
    merge.hidden = false;
    merge.addEventListener("submit", async (event) => {
      event.preventDefault();
      merge.elements.kept.value = JSON.stringify(read());
      const answer = await post(merge.action, new FormData(merge));
      if (answer?.ok) { write({}); location.reload(); }
    });
    merge.querySelector("[type=button]").addEventListener("click", () => { write({}); merge.hidden = true; });
    return;
  }

  for (const box of all("[data-note]")) {
    const text = box.querySelector("textarea"), name = `${lesson}:${box.dataset.note}`;
    box.hidden = false;
    text.value = mend({ ...read()[guide] }).n[name] || "";
    text.addEventListener("input", () => change((kept) => { if (text.value) kept.n[name] = text.value; else delete kept.n[name]; }));
  }
  const on = (css, name, act) => one(css)?.addEventListener(name, act);
  on("[data-erase]", "click", () => {
    write({}); write({}, TICKS);
    for (const text of all("[data-note] textarea")) text.value = "";
    for (const form of all("[data-checks]")) form.reset();
    show();
  });
  on("[data-take]", "click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(read())], { type: "application/json" }));
    link.download = "mon-avancement.json"; link.click();
    URL.revokeObjectURL(link.href);
  });
  on("[data-bring]", "change", async ({ target }) => {  // l'union, la date la plus ancienne
    try {
      const kept = read();
      for (const [key, brought] of Object.entries(JSON.parse(await target.files[0].text()))) {
        const theirs = mend({ ...brought }), ours = mend(kept[key] || {});
        for (const [name, it] of Object.entries(theirs.l)) {
          const own = ours.l[name] ||= it;
          if (it.d) own.d = Math.min(it.d, own.d || it.d);
        }
        kept[key] = { ...theirs, ...ours, n: { ...theirs.n, ...ours.n } };
      }
      write(kept); location.reload();
    } catch { target.value = ""; }
  });
})();
