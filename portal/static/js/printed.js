// Preview « Sur papier »: what is written for the printer applies to the screen, and what is for the screen alone does not.
(() => {
  const media = { print: "all", screen: "not all" };
  const turn = (rules) => {
    for (const rule of rules) {
      if (rule instanceof CSSMediaRule) rule.media.mediaText = media[rule.media.mediaText] ?? rule.media.mediaText;
      if (rule.cssRules) turn(rule.cssRules);
    }
  };
  for (const sheet of document.styleSheets) turn(sheet.cssRules);
})();
