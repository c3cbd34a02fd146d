// Has the page kept for use without the network (sw.js), and says when a new edition waits. Apart from the program and
// in plain DOM, so that a mended edition can be had even when the program doesn't start. `offline::register` puts the
// words in.

const make = (tag, properties) => Object.assign(document.createElement(tag), properties);

async function start() {
  // A frame is another page's guest and leaves nothing behind. In one, to ask for workers may be an error.
  if (self !== top || !location.protocol.startsWith("http")) return;
  const workers = navigator.serviceWorker;
  const registration = await workers.register("sw.js", { updateViaCache: "none" });
  // A screen reader tells what changes in a place that is there before.
  const place = make("div");
  place.setAttribute("role", "status");
  document.body.prepend(place);
  const use = () => {
    workers.addEventListener("controllerchange", () => location.reload());
    // If none waits any more, another window uses it already.
    if (registration.waiting) registration.waiting.postMessage("use");
    else location.reload();
  };
  const tell = () => {
    // The first edition of all waits for nobody.
    if (!registration.waiting || !registration.active) return;
    const notice = make("div", { className: "notice" });
    const button = (textContent, onclick) => make("button", { className: "button", textContent, onclick });
    const close = button("dialog.close", () => notice.remove());
    notice.append(make("p", { textContent: "edition.ready" }), button("edition.use", use), close);
    place.replaceChildren(notice);
  };
  const follow = () => registration.installing?.addEventListener("statechange", tell);
  registration.addEventListener("updatefound", follow);
  follow();
  setTimeout(tell, 200);
}

// When the page is there: its own files come first. A browser that has no workers or allows none shows it as well.
addEventListener("load", () => (window.requestIdleCallback ?? setTimeout)(() => start().catch(() => {})));
