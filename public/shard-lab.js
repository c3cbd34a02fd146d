// <shard-lab lab="hot-shard"></shard-lab>: a lab within another page. One script, nothing else to load or to install.
// Attributes: lab, run, s, theme, profile, speed, t, paused, motion, lang, controls (full, min), storage (0, 1).
// Methods: play(), pause(), seek(milliseconds). Events: "goals", its detail as docs/embedding.md describes it.
(() => {
  const home = new URL(".", document.currentScript.src);
  const IN_ADDRESS = ["run", "s", "theme", "profile", "speed", "t", "paused", "motion", "lang", "controls", "storage"];

  class ShardLab extends HTMLElement {
    static observedAttributes = ["lab", ...IN_ADDRESS];
    #frame = document.createElement("iframe");
    #hears = (event) => {
      if (event.source !== this.#frame.contentWindow || event.origin !== home.origin) return;
      const { type, ...detail } = event.data ?? {};
      if (type === "shardlab:resize") this.#frame.style.height = `${Number(detail.height) || 0}px`;
      if (type === "shardlab:goals") this.dispatchEvent(new CustomEvent("goals", { detail, bubbles: true }));
    };

    connectedCallback() {
      Object.assign(this.#frame.style, { display: "block", width: "100%", height: "560px", border: "0" });
      this.#frame.title = this.getAttribute("title") ?? "Shardlab";
      this.#frame.loading = "lazy";
      this.#frame.allow = "fullscreen; clipboard-write";
      this.append(this.#frame);
      addEventListener("message", this.#hears);
      this.#show();
    }

    disconnectedCallback() {
      removeEventListener("message", this.#hears);
      this.#frame.remove();
    }

    attributeChangedCallback() {
      if (this.isConnected && this.#frame.isConnected) this.#show();
    }

    play() {
      this.#tell({ type: "shardlab:play" });
    }

    pause() {
      this.#tell({ type: "shardlab:pause" });
    }

    seek(t) {
      this.#tell({ type: "shardlab:seek", t });
    }

    #tell(message) {
      this.#frame.contentWindow?.postMessage(message, home.origin);
    }

    #show() {
      const given = IN_ADDRESS.filter((name) => this.hasAttribute(name)).map((name) => `${name}=${this.getAttribute(name)}`);
      const around = location.origin === "null" ? [] : [`origin=${location.origin}`];
      const lab = encodeURIComponent(this.getAttribute("lab") ?? "partition-keys");
      this.#frame.src = `${home.href}?embed=1#/lab/${lab}?${[...around, ...given].join("&")}`;
    }
  }

  if (!customElements.get("shard-lab")) customElements.define("shard-lab", ShardLab);
})();
