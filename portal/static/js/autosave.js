// Wagtail saves the draft by itself, a few seconds after a change. On a new page, « Publier » pressed while that request
// is under way would create the page twice, and be refused because "its address is taken" by the draft just saved.
// So: a request under way is waited for, and none starts once the form has left.
//
// Wagtail takes the form as it stands when the answer comes for what was saved, and as it stands two seconds after the
// page has come for what it was: what is typed meanwhile would be told « Enregistré » and saved no more.
// So: what was sent, and what the form held at the first gesture, is what later changes are measured against.
//
// Every ten seconds Wagtail asks who else is at this page, and names the version it knows. A slow answer that crosses a save
// would find the version just saved newer, and say that it comes from another window.
// So: a save waits for such an answer, five seconds at most.
(() => {
  const FORM = "form[data-edit-form]";
  const PRESENCE = "/editing-sessions/", PATIENCE = 5000; // milliseconds
  const GESTURES = ["focusin", "pointerdown", "keydown", "input", "change", "drop"];
  const send = window.fetch;
  let saving = false, left = false, waiting = null;

  const asked = new Set();
  function ask(url, options) {
    const answer = send(url, options);
    const over = () => asked.delete(answer);
    asked.add(answer);
    answer.then(over, over);
    return answer;
  }
  const quiet = () => Promise.race([Promise.allSettled([...asked]), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);

  window.fetch = (url, options) => {
    if (String(url).includes(PRESENCE)) return ask(url, options);
    const form = document.querySelector(FORM);
    if (!form || options?.body instanceof FormData === false || String(url) !== form.action) return send(url, options);
    if (left) return Promise.reject(new Error("The form has been sent."));
    saving = true;
    return quiet().then(() => send(url, options));
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
  // Wagtail's own watch over the form: it looks twice a second whether `formData` is still `initialFormData`.
  const watch = (form) => window.wagtail?.app?.getControllerForElementAndIdentifier(form, "w-unsaved");
  let first = null, sent = null, touched = false;

  function measureFrom(form, data) {
    const watching = watch(form);
    if (watching && data !== null && watching.formData !== data) watching.initialFormData = watching.previousFormData = data;
  }
  for (const gesture of GESTURES) {
    document.addEventListener(gesture, (event) => {
      const form = event.target.closest?.(FORM);
      if (!form) return;
      touched = true;
      if (first === null && watch(form)) first = watch(form).formData; // before the gesture does anything
    }, true);
  }
  document.addEventListener("w-unsaved:watch-edits", ({ target }) => {
    if (target.matches(FORM)) measureFrom(target, first);
  });
  document.addEventListener("w-autosave:save", ({ target }) => {
    sent = watch(target)?.formData ?? null;
    first = null;
    touched = false;
  });
  document.addEventListener("w-autosave:success", ({ target }) => {
    // Untouched: it is the answer itself that has filled something in.
    if (touched) measureFrom(target, sent);
  });
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
