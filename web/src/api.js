// The one place that talks to the server.  Answers are revalidated by ETag, never kept by the page.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from "preact/hooks";

const TOKEN = "sitrep-token";
const PAUSE = 3000; // ms between two looks at what changed
const listeners = new Set();

export const token = () => sessionStorage.getItem(TOKEN);
export function setToken(value) {
  if (value) sessionStorage.setItem(TOKEN, value);
  else sessionStorage.removeItem(TOKEN);
  listeners.forEach((f) => f());
}

export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

// The page shows the newest: it never takes an answer that the server would make anew in a moment.
const headers = () => ({ "Cache-Control": "no-cache", ...(token() ? { Authorization: `Bearer ${token()}` } : {}) });

export function address(path, params) {
  const query = new URLSearchParams();
  for (const [k, v] of Object.entries(params ?? {})) if (v != null && v !== "") query.set(k, v);
  const text = query.toString();
  return `/api/v1${path}${text ? "?" + text : ""}`;
}

export async function get(path, params, signal) {
  const answer = await fetch(address(path, params), { headers: headers(), signal, cache: "no-cache" });
  if (!answer.ok) {
    let message = `${answer.status} ${answer.statusText}`;
    try {
      message = (await answer.json()).error.message;
    } catch {
      /* the status line has to do */
    }
    throw new ApiError(answer.status, message);
  }
  return answer.json();
}

/** Data of a path: keeps what it showed until the next answer is there. `path` null: nothing asked. */
export function useData(path, params, version = 0) {
  const key = path ? address(path, params) : null;
  const [state, set] = useState({ key: null, data: null, error: null, loading: false });
  const [auth, bump] = useState(0);
  useEffect(() => {
    const f = () => bump((n) => n + 1);
    listeners.add(f);
    return () => listeners.delete(f);
  }, []);
  useEffect(() => {
    if (!key) return set({ key: null, data: null, error: null, loading: false });
    const stop = new AbortController();
    set((s) => ({ ...s, loading: true }));
    get(path, params, stop.signal)
      .then((data) => set({ key, data, error: null, loading: false }))
      .catch((error) => error.name !== "AbortError" && set((s) => ({ key, data: s.key === key ? s.data : null, error, loading: false })));
    return () => stop.abort();
  }, [key, version, auth]);
  return { ...state, stale: !!state.data && state.key !== key };
}

/** Changes of the ledger as they come (server-sent events, read by fetch so that the token can be sent).
 *  Returns the revision and whether the line is open. */
export function useChanges() {
  const [state, set] = useState({ revision: 0, live: false });
  const [auth, bump] = useState(0);
  const wait = useRef(1000);
  useEffect(() => {
    const f = () => bump((n) => n + 1);
    listeners.add(f);
    return () => listeners.delete(f);
  }, []);
  useEffect(() => {
    const stop = new AbortController();
    let timer = 0;
    // While reports pour in the page looks anew every few seconds, not at each of them.
    let last = 0;
    let later = 0;
    const bumped = () => {
      later = 0;
      last = Date.now();
      set((s) => ({ live: true, revision: s.revision + 1 }));
    };
    const changed = () => {
      if (!later) later = setTimeout(bumped, Math.max(0, last + PAUSE - Date.now()));
    };
    const run = async () => {
      try {
        const answer = await fetch("/api/v1/events", { headers: headers(), signal: stop.signal });
        if (!answer.ok) throw new ApiError(answer.status, answer.statusText);
        wait.current = 1000;
        set((s) => ({ ...s, live: true }));
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        let rest = "";
        for (;;) {
          const { value, done } = await reader.read();
          if (done) break;
          rest += value;
          const blocks = rest.split("\n\n");
          rest = blocks.pop();
          for (const block of blocks)
            if (/^event: change$/m.test(block)) changed();
        }
      } catch (error) {
        if (error.name === "AbortError") return;
      }
      set((s) => ({ ...s, live: false }));
      timer = setTimeout(run, wait.current);
      wait.current = Math.min(30000, wait.current * 2);
    };
    run();
    return () => {
      stop.abort();
      clearTimeout(timer);
      clearTimeout(later);
    };
  }, [auth]);
  return state;
}
