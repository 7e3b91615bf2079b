// A run behind an anywidget model: traits are topics, commands are custom messages (lbaviz/views/base.py).
import { copyBytes } from "../bytes.js";

const PATIENCE = 60000; // ms until what was asked for counts as lost: a kernel answers only after the cell that it runs
const BYTES = new Set(["images", "frame", "inspected_images"]);
let requests = 0; // of all sources: two may share a model

/** `prefix` is that of a second run's traits and messages on the same model (views.CompareView: "other_"). */
export function anywidgetSource(model, prefix = "") {
  const waiting = new Map();
  const answered = (message, buffers) => {
    const request = waiting.get(message?.request);
    if (!request) return;
    waiting.delete(message.request);
    clearTimeout(request.timer);
    request.resolve(copyBytes(buffers?.[0]));
  };
  model.on("msg:custom", answered);
  return {
    get(topic) {
      const value = model.get(prefix + topic);
      return BYTES.has(topic) ? copyBytes(value) : value;
    },
    on(topic, callback) {
      const event = `change:${prefix}${topic}`;
      const call = () => callback();
      model.on(event, call);
      return () => model.off(event, call);
    },
    send(command) {
      try {
        model.send(prefix ? { ...command, run: prefix } : command);
      } catch (error) {
        console.warn("lbaviz: the kernel does not answer", error);
      }
    },
    /** Ask for the bytes of something recorded; `what` is how the message and a complaint call it. */
    ask(message, what) {
      const request = ++requests;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(request);
          reject(new Error(`the kernel sent no ${what} within ${PATIENCE / 1000} s: is it running?`));
        }, PATIENCE);
        waiting.set(request, { resolve, timer });
        this.send({ ...message, request });
      });
    },
    frame(step) {
      return this.ask({ kind: "frame", step }, `frame of step ${step}`);
    },
    probe(name, step) {
      return this.ask({ kind: "probe", name, step }, `${name} of step ${step}`);
    },
    /** What the view shows, for view.savefig in Python and back: {step, selected, top_k, threshold}. */
    shared: prefix ? null : {
      get: (name) => model.get(name),
      on(name, callback) {
        model.on(`change:${name}`, callback);
        return () => model.off(`change:${name}`, callback);
      },
      set(values) {
        const changed = Object.keys(values).filter((name) => JSON.stringify(model.get(name)) !== JSON.stringify(values[name]));
        if (!changed.length) return;
        changed.forEach((name) => model.set(name, values[name]));
        model.save_changes();
      },
    },
    get capabilities() {
      return model.get(`${prefix}capabilities`) ?? {};
    },
    dispose() {
      model.off("msg:custom", answered);
    },
  };
}
