// The address says everything: page, incident, filters, moment.  So each view can be linked and bookmarked.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "preact/hooks";

export const FILTERS = ["q", "type", "country", "actor", "from", "to", "killed_min", "stage", "contested", "sort"];

function read() {
  const [, page = "", id = ""] = location.pathname.split("/");
  const params = Object.fromEntries(new URLSearchParams(location.search));
  let known = id;
  try {
    known = decodeURIComponent(id);
  } catch {
    /* as it stands */
  }
  return { page, id: known, params };
}

const listeners = new Set();
const tell = () => listeners.forEach((f) => f());
addEventListener("popstate", tell);

export function link(path, params) {
  const query = new URLSearchParams();
  for (const [k, v] of Object.entries(params ?? {})) if (v != null && v !== "") query.set(k, v);
  const text = query.toString();
  return path + (text ? "?" + text : "");
}

/** Members of `params` that stay when another page is opened: filters and the moment. */
export function kept(params) {
  const out = {};
  for (const k of [...FILTERS, "as_of"]) if (params[k]) out[k] = params[k];
  return out;
}

export function go(address, replace) {
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  tell();
}

/** Own links are followed without loading the page anew. */
export function follow(event) {
  const a = event.target.closest?.("a[href]");
  if (!a || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (a.origin !== location.origin || a.target || a.hasAttribute("download") || a.pathname.startsWith("/api/")) return;
  if (a.hash && a.pathname === location.pathname) return;
  event.preventDefault();
  go(a.pathname + a.search);
}

export function useRoute() {
  const [route, set] = useState(read);
  useEffect(() => {
    const f = () => set(read());
    listeners.add(f);
    return () => listeners.delete(f);
  }, []);
  return route;
}
