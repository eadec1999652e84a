// Keeps the page of site visits on this device, so that it opens without signal. It touches nothing else.
// The portal puts `FACTS` before it: its version, the address of the page, and of every file of it.
/* global FACTS */
const { version, shell, files } = FACTS;
const CACHE = `visits-${version}`;
const PATIENCE = 3000; // a network that hangs must not hang the page

// All or nothing: a page with half its files would open and not work.
self.addEventListener("install", (event) => {
  const wanted = [shell, ...files].map((address) => new Request(address, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(wanted)));
});

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

// Only the page's own button “Update now” ends an older version while somebody may be writing.
self.addEventListener("message", (event) => {
  if (event.data === "update-now") {
    self.skipWaiting();
  }
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) {
    return;
  }
  if (event.request.mode === "navigate" && address.pathname === shell) {
    event.respondWith(pageOf(event.request));
  } else if (files.includes(address.pathname)) {
    event.respondWith(kept(address.pathname).then((hit) => hit || fetch(event.request)));
  }
});

async function takeOver() {
  for (const name of await caches.keys()) {
    if (name.startsWith("visits-") && name !== CACHE) {
      await caches.delete(name);
    }
  }
  await self.clients.claim();
}

async function kept(address) {
  return (await caches.open(CACHE)).match(address);
}

// The kept page belongs to the kept files, so it is always the one shown; without it, the network's.
async function pageOf(request) {
  return (await kept(shell)) || Promise.race([fetch(request), late()]);
}

function late() {
  return new Promise((_, refuse) => setTimeout(() => refuse(new Error("no answer")), PATIENCE));
}
