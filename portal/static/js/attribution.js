// The attribution proposed under its field follows what the editor types. Nothing is filled in without a click.
document.addEventListener("DOMContentLoaded", () => {
  const place = document.querySelector("[data-attribution]");
  if (!place) return;
  const field = document.getElementById("id_attribution_text");
  const value = (name) => document.getElementById("id_" + name)?.value.trim() ?? "";
  const lab = () => {
    const choice = document.getElementById("id_owner_lab");
    return choice?.value ? choice.selectedOptions[0].text.trim() : "";
  };

  function proposal() {
    const inventor = value("inventor"), origin = value("origin_type"), year = value("inventor_year");
    if (!lab()) return "";
    const kind = !inventor || origin === "original" ? "ours" : origin === "adapted" ? "adapted" : "invented";
    const words = { inventor, year: year && ` (${year})`, lab: lab() };
    return place.dataset[kind].replace(/\{(\w+)\}/g, (_, name) => words[name]);
  }

  function show() {
    const text = proposal();
    place.querySelector("q").textContent = text;
    place.hidden = !text || text === field.value;
  }

  place.querySelector("button").addEventListener("click", () => {
    field.value = proposal();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    show();
  });
  field.form.addEventListener("input", show);
  field.form.addEventListener("change", show);
  show();
});
