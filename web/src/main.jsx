// The page: list, map and time on one screen, an incident beside them; actors, comparison and sources on their own.
// SPDX-License-Identifier: Apache-2.0
import { render } from "preact";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import "./style.css";
import { Actor, Actors } from "./actor.jsx";
import { setToken, useChanges, useData } from "./api.js";
import { Compare } from "./compare.jsx";
import { Sources } from "./feeds.jsx";
import * as f from "./format.js";
import { Incident } from "./incident.jsx";
import { Filters, List, usePages } from "./list.jsx";
import { MapView } from "./mapview.jsx";
import { follow, go, kept, link, useRoute } from "./route.js";
import { TimeBar } from "./time.jsx";

const PAGES = [["", "Incidents"], ["actors", "Actors"], ["compare", "Compare"], ["sources", "Sources"]];

function App() {
  const route = useRoute();
  const changes = useChanges();
  const params = kept({ ...route.params });
  if (route.params.box) params.box = route.params.box;
  const desk = route.page === "" || route.page === "incidents";
  const [help, setHelp] = useState(false);
  const keys = useRef({});
  useShortcuts(route, params, keys, setHelp);
  return (
    <div class="app" onClick={follow}>
      <a class="skip" href="#main">Skip to the incidents</a>
      <header class="top">
        <h1><a href="/">sitrep</a></h1>
        <nav aria-label="Pages">
          {PAGES.map(([p, name]) => {
            const here = p === route.page || (p === "" && desk);
            return <a key={p} href={link(`/${p}`, params.as_of && p !== "sources" && p !== "compare" ? { as_of: params.as_of } : {})} aria-current={here ? "page" : undefined}>{name}</a>;
          })}
        </nav>
        <span class="grow" />
        <Live on={changes.live} />
        <Theme />
        <button type="button" class="plain help" aria-label="Keyboard help" title="Keys ( ? )" onClick={() => setHelp(true)}>?</button>
      </header>
      {params.as_of ? <p class="banner" role="status">You see what was known on {f.day(params.as_of)}. Later reports are left out. <a href={link(location.pathname, { ...route.params, as_of: "" })}>Back to now</a></p> : null}
      <Gate>
        {desk ? <Desk route={route} params={params} version={changes.revision} keys={keys} /> : (
          <main id="main" class="single" tabIndex="-1">
            {route.page === "actors" ? (route.id ? <Actor id={route.id} params={params} version={changes.revision} /> : <Actors params={params} version={changes.revision} />)
              : route.page === "compare" ? <Compare params={route.params} version={changes.revision} />
              : route.page === "sources" ? <Sources version={changes.revision} />
              : <article class="page"><h2>No such page</h2><p><a href="/">To the incidents</a></p></article>}
          </main>
        )}
      </Gate>
      {help ? <Help close={() => setHelp(false)} /> : null}
    </div>
  );
}

function Desk({ route, params, version, keys }) {
  const { box, ...rest } = params;
  const query = box ? { ...rest, bbox: box } : rest;
  const open = route.page === "incidents" ? route.id : null;
  const [selected, setSelected] = useState(null);
  const [tab, setTab] = useState("list");
  const pages = usePages(query, version);
  const countries = useData("/counts", { by: "country", as_of: params.as_of }, version);
  const listRef = useRef(null);
  const searchRef = useRef(null);
  const mapRef = useRef(null);
  keys.current = { list: listRef, search: searchRef, map: mapRef };
  const loaded = useCallback((i) => setSelected(i), []);
  useEffect(() => {
    if (!open) {
      setSelected(null);
      document.title = "sitrep";
    }
  }, [open]);
  useEffect(() => {
    if (selected) document.title = `${f.title(selected)} – sitrep`;
  }, [selected]);
  const path = open ? `/incidents/${open}` : "/";
  const names = (countries.data?.counts ?? []).filter((c) => c.value).sort((a, b) => f.country(a.value).localeCompare(f.country(b.value)));
  return (
    <main id="main" tabIndex="-1" class={`desk${open ? " opened" : ""} on-${tab}`}>
      <section class={`side${pages.stale ? " stale" : ""}`} aria-label="Incidents" aria-busy={pages.stale}>
        <Filters params={params} page={path} countries={names} searchRef={searchRef} />
        <p class="found" role="status">
          {pages.error ? "" : pages.loading && !pages.rows.length ? "Loading…" : f.plural(pages.total, "incident")}
          <Wait on={pages.stale} asOf={params.as_of} />
          {params.box ? <> in one place <a href={link(path, { ...params, box: "" })}>everywhere</a></> : null}
        </p>
        {pages.error ? <p class="problem" role="alert">{pages.error.message}</p>
          : !pages.rows.length && !pages.loading ? <Nothing params={params} /> : <List pages={pages} params={params} open={open} listRef={listRef} />}
      </section>
      <section class="center" aria-label="Map and time">
        <MapView query={rest} params={params} selected={selected} version={version} mapRef={mapRef} />
        <TimeBar query={rest} params={params} page={path} version={version} />
      </section>
      {open ? <Incident key={open} id={open} params={params} asOf={params.as_of} version={version} onLoaded={loaded} /> : null}
      <div class="switch" role="group" aria-label="View">
        <button type="button" aria-pressed={tab === "list"} onClick={() => setTab("list")}>List</button>
        <button type="button" aria-pressed={tab === "map"} onClick={() => setTab("map")}>Map</button>
      </div>
    </main>
  );
}

/** What is shown is not yet what is asked for: said, when it takes longer than a blink. */
function Wait({ on, asOf }) {
  return on ? <span class="wait"> {asOf ? `– finding out what was known on ${f.day(asOf)}…` : "– loading…"}</span> : null;
}

function Nothing({ params }) {
  const filtered = Object.keys(params).some((k) => params[k] && k !== "sort");
  return (
    <div class="nothing">
      {filtered ? <><p><b>No incident fits.</b></p><p class="quiet">Take a filter away, or look at another moment.</p></>
        : <><p><b>The ledger is empty.</b></p><p class="quiet">Put reports into it: <code>sitrep ingest FILE…</code>. They appear here by themselves.</p></>}
    </div>
  );
}

function Live({ on }) {
  return <span class={`live ${on ? "on" : "off"}`} role="status" title={on ? "Changes appear by themselves" : "No line to the server; trying again"}><i aria-hidden="true" />{on ? "live" : "offline"}</span>;
}

function Theme() {
  const [theme, set] = useState(() => localStorage.getItem("sitrep-theme") ?? "auto");
  useEffect(() => {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    localStorage.setItem("sitrep-theme", theme);
    dispatchEvent(new Event("sitrep-theme"));
    const media = matchMedia("(prefers-color-scheme: dark)");
    const tell = () => dispatchEvent(new Event("sitrep-theme"));
    media.addEventListener("change", tell);
    return () => media.removeEventListener("change", tell);
  }, [theme]);
  const next = { auto: "light", light: "dark", dark: "auto" }[theme];
  return <button type="button" class="plain" onClick={() => set(next)} aria-label={`Colours: ${theme}; change to ${next}`} title={`Colours: ${theme}`}>{{ auto: "◐", light: "☀", dark: "☾" }[theme]}</button>;
}

/** Asks for the token when the server wants one. */
function Gate({ children }) {
  const state = useData("/stats");
  if (state.error?.status !== 401) return children;
  const enter = (e) => {
    e.preventDefault();
    setToken(new FormData(e.currentTarget).get("token").trim());
  };
  return (
    <main id="main" class="single"><form class="page gate" onSubmit={enter}>
      <h2>This ledger asks for a token</h2>
      <p class="quiet">Whoever runs the server has it. It stays in this tab until you close it.</p>
      <label>Token <input name="token" type="password" autoComplete="off" required /></label> <button type="submit">Open</button>
    </form></main>
  );
}

const KEYS = [["/", "search"], ["j, k or ↓, ↑", "next, previous incident"], ["Enter", "open"], ["Esc", "close what is open"], ["m", "map: arrows move, + − zoom, 0 world"],
  ["[ and ]", "a day back, a day on (as known then)"], ["g then i, a, c, s", "incidents, actors, compare, sources"], ["?", "this help"]];

function Help({ close }) {
  const box = useRef(null);
  useEffect(() => box.current.showModal(), []);
  return (
    <dialog ref={box} onClose={close} aria-labelledby="keys-h">
      <h2 id="keys-h">Keys</h2>
      <dl class="keys">{KEYS.map(([k, t]) => <div key={k}><dt><kbd>{k}</kbd></dt><dd>{t}</dd></div>)}</dl>
      <button type="button" onClick={() => box.current.close()}>Close</button>
    </dialog>
  );
}

const shift = (day, by) => new Date(Date.parse(day + "T00:00:00Z") + by * 86400000).toISOString().slice(0, 10);

function useShortcuts(route, params, keys, setHelp) {
  const state = useRef({});
  state.current = { ...state.current, route, params };
  useEffect(() => {
    const press = (e) => {
      if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey) return;
      const { route: r, params: p, prefix } = state.current;
      const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName);
      if (e.key === "Escape") {
        if (typing) e.target.blur();
        else if (r.page === "incidents" && !document.querySelector("dialog[open]")) go(link("/", p));
        return;
      }
      if (typing || document.querySelector("dialog[open]")) return;
      const k = keys.current;
      state.current.prefix = null;
      if (prefix === "g") {
        const page = { i: "/", a: "/actors", c: "/compare", s: "/sources" }[e.key];
        if (page) return go(page);
      }
      const act = {
        "/": () => k.search?.current?.focus(), j: () => k.list?.current?.step(1), k: () => k.list?.current?.step(-1),
        m: () => k.map?.current?.canvas.focus(), "?": () => setHelp(true), g: () => (state.current.prefix = "g"),
        "[": () => go(link(location.pathname, { ...r.params, as_of: shift(p.as_of ?? new Date().toISOString().slice(0, 10), -1) }), true),
        "]": () => p.as_of && go(link(location.pathname, { ...r.params, as_of: shift(p.as_of, 1) }), true),
      }[e.key];
      if (!act) return;
      e.preventDefault();
      act();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

render(<App />, document.getElementById("app"));
document.querySelector(".boot")?.remove();
