// La carte et la liste se répondent au survol et au clavier. Sans ce fichier, chaque région mène à sa page.
(() => {
  const shapes = new Map([...document.querySelectorAll(".map a[data-region]")].map((a) => [a.dataset.region, a]));
  for (const title of document.querySelectorAll(".regions h3[id]")) {
    const shape = shapes.get(title.id.slice(2));
    if (!shape) continue;
    const both = [title, shape, title.nextElementSibling];
    const light = (on) => () => { title.classList.toggle("on", on); shape.classList.toggle("on", on); };
    for (const part of both) {
      part.addEventListener("pointerenter", light(true));
      part.addEventListener("pointerleave", light(false));
      part.addEventListener("focusin", light(true));
      part.addEventListener("focusout", light(false));
    }
  }
})();
