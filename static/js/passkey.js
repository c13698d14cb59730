// Ties allauth's passkey code to our forms, and says in words when the device would not.
(() => {
  "use strict";
  const forms = window.PublicKeyCredential && window.allauth && window.allauth.webauthn.forms;
  if (!forms) return;

  for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;

  const actions = { loginForm: "login", authenticateForm: "authenticate", addForm: "add" };
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const { passkey, button, credential, passwordless, data } = form.dataset;
    forms[passkey]({ ids: { [actions[passkey]]: button, credential, passwordless, data } });
  }

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    for (const line of document.querySelectorAll("[data-passkey-said]")) {
      line.textContent = line.dataset.failed;
    }
  });
})();
