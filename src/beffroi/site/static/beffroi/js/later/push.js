// "Tell me in this browser": asks the browser for an address and hands it to the form, which works as any other. Only on
// https:// or on this machine a browser gives one; the page says so without this script.
const form = document.querySelector("[data-push]");
const supported = window.isSecureContext && "serviceWorker" in navigator && "PushManager" in window;

if (form && supported) {
  form.querySelector("[data-push-here]").hidden = false;
  form.addEventListener("submit", subscribe);
} else if (form) {
  form.querySelector("[data-push-cannot]").hidden = false;
}

async function subscribe(event) {
  const address = form.querySelector("[data-push-address]");
  if (!form.querySelector("[data-push-wanted]")?.checked || address.value) return;
  event.preventDefault();
  try {
    const registration = await navigator.serviceWorker.register(form.dataset.pushWorker);
    const former = await registration.pushManager.getSubscription();
    if (former) await former.unsubscribe(); // it may be bound to another key
    const subscription = await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: form.dataset.push,
    });
    address.value = JSON.stringify(subscription);
    form.requestSubmit();
  } catch {
    form.querySelector("[data-push-refused]").hidden = false;
  }
}
