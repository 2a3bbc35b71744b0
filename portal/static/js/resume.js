// « Reprendre » : la dernière leçon ouverte sur cet appareil (voir guides.js, qui l'écrit). Rien n'est envoyé.
(() => {
  const place = document.querySelector("[data-resume-any]");
  let kept;
  try { kept = JSON.parse(localStorage.getItem("labs.guides.v1")) || {}; } catch { return; }
  const last = Object.values(kept).filter((one) => one?.at).sort((a, b) => b.ts - a.ts)[0];
  if (!place || !last || !/^\/(?!\/)/.test(last.at[0])) return;
  const link = place.firstChild;
  link.href = last.at[0];
  link.textContent = link.dataset.said.replace("{title}", () => last.at[1]);
  place.hidden = false;
})();
