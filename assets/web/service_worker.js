// The service worker: keeps one version of the whole site, so that the app opens without a network.
//
// `site finish` fills in the version (a hash of everything in the site) and the list of files, and writes the result
// as `sw.js` in the site's root.
//
// The contract with the page:
// - The page registers `sw.js`. The first version takes over at once; from then on every visit starts from the cache.
// - A new version is downloaded in the background and then *waits*: an open drawing never meets other code. The page
//   sees `registration.waiting` and says that a new version is there.
// - When the person asks for it, the page first saves what is open, then posts `{type: "activate"}` to
//   `registration.waiting`, and reloads itself once `controllerchange` is fired.
// - Other open tabs go on with the code they run: the files of the version before are still answered. They should
//   show the same notice and reload when their person asks for it.
const VERSION = "{version}";
const FILES = [
  "{files}",
];

const ROOT = self.registration.scope;
// Several copies of the site may live under different paths of one host and share its storage.
const PREFIX = `plimsoll ${new URL(ROOT).pathname} `;
const CACHE = PREFIX + VERSION;
const LOOKUP = { ignoreSearch: true, ignoreVary: true };
// A name with a hash of the content in it: such a file never changes.
const HASHED = /-[0-9a-f]{12,}[._]/;

self.addEventListener("install", (event) => event.waitUntil(keepAll()));

async function keepAll() {
  const cache = await caches.open(CACHE);
  await Promise.all(FILES.map((file) => keep(cache, new URL(file, ROOT).href)));
}

async function keep(cache, address) {
  const isHashed = HASHED.test(address);
  // The version before may hold the very same file; the browser's own cache holds what this visit has loaded.
  const held = isHashed && (await caches.match(address, LOOKUP));
  const answer = held || (await fetch(address, { cache: isHashed ? "default" : "reload" }));
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  // An answer that came by a redirect may not be used for a page.
  await cache.put(address, answer.redirected ? new Response(answer.body, { headers: answer.headers }) : answer);
}

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

async function takeOver() {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  // The newest of the others is the version before, which other tabs may still run.
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

self.addEventListener("message", (event) => {
  if (event.data?.type === "activate") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && url.startsWith(ROOT) && !url.startsWith(`${ROOT}api/`)) {
    event.respondWith(answer(event.request));
  }
});

async function answer(request) {
  const cache = await caches.open(CACHE);
  const held = await cache.match(request, LOOKUP);
  if (held) return held;
  if (request.mode === "navigate") return page(cache, request);
  return (await fromVersionBefore(request)) ?? fetch(request);
}

async function fromVersionBefore(request) {
  for (const name of await caches.keys()) {
    const held = name.startsWith(PREFIX) && (await (await caches.open(name)).match(request, LOOKUP));
    if (held) return held;
  }
  return undefined;
}

// A page asked for under another spelling of its address, or one that this version does not know.
async function page(cache, request) {
  const { origin, pathname, search } = new URL(request.url);
  const folder = origin + pathname.replace(/\/index\.html$/, "/").replace(/\/*$/, "/");
  if (await cache.match(folder, LOOKUP)) return Response.redirect(folder + search);
  return fetch(request).catch(() => Response.redirect(ROOT));
}
