// A run behind the loopback server of `lbaviz watch` (lbaviz/views/server.py): fetch for topics, server-sent events for news.
import { copyBytes, fromBase64 } from "../bytes.js";

const TOPICS = ["about", "capabilities", "status", "images", "frames", "curves", "events", "branches", "frame", "inspected_images", "probe_steps"];
const BYTES = new Set(["images", "frame", "inspected_images"]);

/** `base` is the server's address without a trailing slash; "" for the page's own. */
export function serverSource(base = "") {
  const values = new Map();
  const listeners = new Map(TOPICS.map((topic) => [topic, new Set()]));
  const emit = (topic) => listeners.get(topic).forEach((callback) => callback());

  async function fetchTopic(topic) {
    const answer = await fetch(`${base}/topic/${topic}`, { credentials: "same-origin" });
    if (!answer.ok) return;
    values.set(topic, BYTES.has(topic) ? copyBytes(await answer.arrayBuffer()) : await answer.json());
  }
  async function fetchAll() {
    await Promise.all(TOPICS.filter((topic) => topic !== "about").map(fetchTopic));
    await fetchTopic("about");
    ["about", ...TOPICS].forEach(emit);
  }
  const connection = (lost) => {
    const before = values.get("connection")?.lost;
    values.set("connection", { lost });
    if (before !== lost) listeners.get("connection").forEach((callback) => callback());
  };
  listeners.set("connection", new Set());

  async function bytes(path, what) {
    const answer = await fetch(base + path, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(`the server has no ${what} (${answer.status})`);
    return answer.arrayBuffer();
  }

  const stream = new EventSource(`${base}/events`);
  stream.onopen = () => {
    connection(false);
    fetchAll().catch(() => connection(true));
  };
  stream.onerror = () => connection(true);
  for (const topic of TOPICS) {
    stream.addEventListener(topic, (event) => {
      if (topic === "images" || topic === "inspected_images" || event.data === "") return void fetchTopic(topic).then(() => emit(topic));
      const value = topic === "frame" ? fromBase64(event.data) : JSON.parse(event.data);
      if (topic === "about" && value.path !== values.get("about")?.path) return void fetchAll();
      if (value === null && topic !== "frame") return void fetchTopic(topic).then(() => emit(topic));
      values.set(topic, value);
      emit(topic);
    });
  }

  return {
    get: (topic) => values.get(topic),
    on(topic, callback) {
      listeners.get(topic)?.add(callback);
      return () => listeners.get(topic)?.delete(callback);
    },
    send(command) {
      const body = JSON.stringify(command);
      fetch(`${base}/command`, { method: "POST", headers: { "Content-Type": "application/json" }, body, credentials: "same-origin" })
        .catch(() => connection(true));
    },
    frame: (step) => bytes(`/frame?step=${step}`, `frame of step ${step}`),
    probe: (name, step) => bytes(`/probe/${encodeURIComponent(name)}/${step}`, `${name} of step ${step}`),
    get capabilities() {
      return values.get("capabilities") ?? {};
    },
    dispose: () => stream.close(),
  };
}
