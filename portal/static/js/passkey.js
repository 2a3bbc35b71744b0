// Clés d'accès : la bibliothèque n'est chargée qu'au premier appui ; ce qui échoue est dit en clair.
(() => {
  const libraries = document.currentScript.dataset.libraries.split(" ");
  const form = document.querySelector("form[data-passkey]");
  const button = document.getElementById("passkey");
  const trouble = document.getElementById("key-trouble");
  if (!form || !window.PublicKeyCredential) {
    button?.closest("p").remove();
    return;
  }
  const load = (src) => new Promise((done, failed) => {
    document.head.append(Object.assign(document.createElement("script"), { src, onload: done, onerror: failed }));
  });
  const fail = () => { trouble.hidden = false; };
  document.addEventListener("allauth.error", (event) => { event.preventDefault(); fail(); });
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      for (const library of libraries) await load(library);
    } catch {
      fail();
      return;
    }
    const ids = { credential: form.querySelector("[name=credential]").id, data: "js_data", add: "passkey", authenticate: "passkey", login: "passkey" };
    if (document.getElementById("id_passwordless")) ids.passwordless = "id_passwordless";
    window.allauth.webauthn.forms[form.dataset.passkey]({ ids });
    button.click(); // this time, the library answers
  }, { once: true });
})();
