// Wagtail saves the draft by itself, a few seconds after a change. On a new page, « Publier » pressed while that request
// is under way would create the page twice, and be refused because "its address is taken" by the draft just saved.
// So: a request under way is waited for, and none starts once the form has left.
(() => {
  const FORM = "form[data-edit-form]";
  const send = window.fetch;
  let saving = false, left = false, waiting = null;

  window.fetch = (url, options) => {
    const form = document.querySelector(FORM);
    if (!form || options?.body instanceof FormData === false || String(url) !== form.action) return send(url, options);
    if (left) return Promise.reject(new Error("The form has been sent."));
    saving = true;
    return send(url, options);
  };

  function saved() {
    saving = false;
    if (!waiting) return;
    const { form, button } = waiting;
    waiting = null;
    // The button may be disabled by now, and say no more what it stands for.
    if (button?.name) {
      const said = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
      form.append(said);
    }
    form.requestSubmit();
  }
  document.addEventListener("w-autosave:success", saved);
  document.addEventListener("w-autosave:error", saved);

  document.addEventListener("submit", (event) => {
    if (!event.target.matches(FORM)) return;
    if (saving) {
      event.preventDefault();
      event.stopImmediatePropagation();
      waiting = { form: event.target, button: event.submitter };
      return;
    }
    setTimeout(() => { left = !event.defaultPrevented; });
  }, true);
})();
