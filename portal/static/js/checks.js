// Our checks of what a page shows, beside Wagtail's own (portal/content_checks.py has their words). Run in the preview
// of the editor and, for those who may edit it, in the bar of the page. `true`: nothing to mend.
(() => {
  const bar = document.querySelector("wagtail-userbar");
  if (!bar?.registerCheck) return;
  const words = (node) => node.textContent.replace(/[\u00a0\u202f\s]+/g, " ").trim();
  const plain = (text) => text.toLowerCase().replace(/[’`]/g, "'").replace(/[.…:;,!?«»“”"()[\]>→-]+/g, " ").replace(/\s+/g, " ").trim();

  const said = (link) => plain(link.getAttribute("aria-label") ?? words(link));
  const isAddress = (text) => /^(https?:\/\/|www\.)\S+$/i.test(text);
  bar.registerCheck("portal-link-words", (link, { vague }) => !vague.includes(said(link)) && !isAddress(words(link)));

  // A short paragraph that is bold from end to end, with something under it.
  bar.registerCheck("portal-bold-heading", (paragraph, { most }) => {
    const text = words(paragraph), bold = paragraph.querySelector("b, strong");
    return !text || text.length > most || !bold || words(bold) !== text || !paragraph.nextElementSibling;
  });

  // Several words, no small letter: an acronym alone is no fault.
  bar.registerCheck("portal-capitals", (heading, { least }) => {
    const text = words(heading), letters = text.replace(/[^\p{L}]/gu, "");
    return letters.length < least || !/\p{L}+[^\p{L}]+\p{L}+/u.test(text) || letters !== letters.toUpperCase();
  });

  bar.registerCheck("portal-fault", () => false);
})();
