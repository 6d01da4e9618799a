// Passkeys: <form data-passkey="where the question is asked">, with data-passkey-new where one is made. The browser's
// answer goes into the field "credential", and the form is sent as any other.
export function offerPasskeys(root) {
  if (!window.PublicKeyCredential) return;
  for (const form of root.querySelectorAll("form[data-passkey]:not([data-passkey-ready])")) {
    form.dataset.passkeyReady = "";
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer(form);
    });
  }
}

async function answer(form) {
  const refused = form.querySelector("[data-passkey-refused]");
  refused.hidden = true;
  try {
    const { publicKey } = await asked(form);
    const made = "passkeyNew" in form.dataset;
    const credential = await (made ? navigator.credentials.create({ publicKey: toMake(publicKey) }) : navigator.credentials.get({ publicKey: toShow(publicKey) }));
    form.elements.credential.value = JSON.stringify(toSend(credential));
    form.submit(); // not requestSubmit: this answer is not to be asked for again
  } catch {
    refused.hidden = false;
  }
}

async function asked(form) {
  const token = form.elements.csrfmiddlewaretoken.value;
  const answer = await fetch(form.dataset.passkey, { method: "POST", headers: { "X-CSRFToken": token } });
  if (!answer.ok || answer.redirected) throw new Error("not asked");
  return answer.json();
}

function toMake(options) {
  const known = (options.excludeCredentials ?? []).map(withBytes);
  return { ...options, challenge: bytes(options.challenge), user: withBytes(options.user), excludeCredentials: known };
}

function toShow(options) {
  return { ...options, challenge: bytes(options.challenge), allowCredentials: (options.allowCredentials ?? []).map(withBytes) };
}

function withBytes(each) {
  return { ...each, id: bytes(each.id) };
}

// What PublicKeyCredential.toJSON() gives, where a browser is too old for it.
function toSend(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults: {} };
}

function bytes(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (each) => String.fromCharCode(each)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
