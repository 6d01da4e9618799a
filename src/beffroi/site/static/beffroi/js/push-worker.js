// What the browser runs when a notice comes, even when no page is open: it shows it, and opens its page when pressed.
// The same notice sent twice has the same key and is shown once.
self.addEventListener("push", (event) => {
  const said = event.data ? event.data.json() : {};
  const options = { body: said.text, tag: said.key, data: { link: said.link }, icon: "/static/beffroi/bell.svg" };
  event.waitUntil(self.registration.showNotification(said.title || "Beffroi", options));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const link = new URL(event.notification.data?.link || "/", self.location.origin);
  if (link.origin === self.location.origin) event.waitUntil(self.clients.openWindow(link.href));
});
