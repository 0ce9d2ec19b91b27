// The page in a browser, and the description of the API against the schema of OpenAPI 3.1, over a real `sitrep serve` with reports of our own: `make web-test`.
// Filter, open, follow evidence, replay, deep link, keyboard, axe, hostile text, no foreign host.
//   node test.mjs SITREP [SHOTS]     SHOTS: folder for screenshots
// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { chromium } from "playwright-core";

const [sitrep, shots] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "sitrep-page-"));
const db = join(folder, "ledger.db");
const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** The reports of tests/program/serve_support.py and a number of plain ones, so that lists are long. */
function reports() {
  const own = JSON.parse(execFileSync("python3", ["-c", "import json, serve_support; print(json.dumps(serve_support.REPORTS))"],
    { cwd: new URL("../tests/program", import.meta.url), encoding: "utf8" }));
  const towns = ["Kaduna, Nigeria", "Herat, Afghanistan", "Cali, Colombia", "Mosul, Iraq", "Karachi, Pakistan", "Manila, Philippines", "Goma, Congo"];
  // Words that differ, so that no two are taken for copies of one text.
  const words = "river bridge school clinic station harvest council rain road border convoy teacher trader farmer witness morning valley border camp port mine forest village ferry court dam mosque church stadium library".split(" ");
  let seed = 1;
  const word = () => words[(seed = (seed * 48271) % 2147483647) % words.length];
  for (let i = 0; i < 140; i++) {
    const day = new Date(Date.UTC(2023, 0, 3) + i * 2.6 * 86400000).toISOString().slice(0, 10);
    const town = towns[i % towns.length];
    own.push({ id: `plain-${i}`, publisher: ["Harbour News", "Plains Wire", "Delta Post"][i % 3], published: day, title: `Gunmen kill ${2 + (i % 23)} in ${town}`,
      text: `Gunmen killed ${2 + (i % 23)} people and wounded ${3 + (i % 31)} in ${town} on ${day}, police said. ${Array.from({ length: 40 }, (_, k) => `The ${word()} by the ${word()} ${k % 2 ? "near" : "behind"} the ${word()} was closed.`).join(" ")}` });
  }
  own.push({ id: "ahead", publisher: "Delta Post", published: "2023-05-05", text: "Gunmen killed two people at a market in Lima, Peru, on 4 May 2032, police said." });
  return own;
}

const port = await new Promise((done) => {
  const s = net.createServer().listen(0, "127.0.0.1", () => {
    const { port: p } = s.address();
    s.close(() => done(p));
  });
});
const base = `http://127.0.0.1:${port}`;
writeFileSync(join(folder, "reports.jsonl"), reports().map((r) => JSON.stringify(r) + "\n").join(""));
execFileSync(sitrep, ["ingest", "--db", db, join(folder, "reports.jsonl")], { stdio: ["ignore", "ignore", "inherit"] });
execFileSync(sitrep, ["watch", "add", "many dead", "--all", "--db", db, "--rule", "killed >= 10", "--publishers", "2", "--atom", join(folder, "w.atom")]);
execFileSync(sitrep, ["watch", "add", "attacks", "--all", "--db", db, "--rule", "killed >= 24", "--publishers", "1", "--atom", join(folder, "a.atom")]);
execFileSync(sitrep, ["watch", "run", "--once", "--db", db]);
execFileSync("python3", ["-c", `import json, sqlite3, sys
db = sqlite3.connect(sys.argv[1])
for name, state in [("https://harbour.example/feed", {"title": "Harbour News", "last_success": "2099-01-01T08:00:00Z", "newest": "2098-12-31T08:00:00Z", "items": 40}),
                    ("https://plains.example/rss?section=all&edition=world", {"title": "<b>Plains</b> Wire", "failures": 3, "error": "no answer", "next_try": "2099-01-01T09:00:00Z", "last_success": "2023-11-18T09:00:00Z", "newest": "2023-11-18T09:00:00Z", "items": 12}),
                    ("https://delta.example/atom", {})]:
    db.execute("INSERT INTO feed VALUES (?, ?)", (name, json.dumps(state)))
db.commit()`, db]);
writeFileSync(join(folder, "toy.actors.txt"), "RED_RIVER_ARMY_ [PERREB]\n+<B>_RIVER_FRONT_ [PERMIL 910101-20021231]\n");
execFileSync(sitrep, ["import", "--db", db, join(folder, "toy.actors.txt")], { stdio: ["ignore", "ignore", "inherit"] });
const server = spawn(sitrep, ["serve", "--db", db, "--port", String(port)], { stdio: ["ignore", "ignore", "inherit"] });
for (let i = 0; i < 100; i++) {
  try {
    if ((await fetch(base + "/healthz")).ok) break;
  } catch {
    await new Promise((r) => setTimeout(r, 100));
  }
}
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });

let passed = 0;
let failed = 0;
const problems = [];

async function open(options, path = "/") {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("pageerror", (e) => problems.push(`${path}: ${e.message}`));
  page.on("console", (m) => m.type() === "error" && problems.push(`${path}: ${m.text()}`));
  page.on("request", (r) => !r.url().startsWith(base) && problems.push(`${path}: asks ${r.url()}`));
  page.on("dialog", (d) => {
    problems.push(`${path}: dialog ${d.message()}`);
    d.dismiss();
  });
  await page.goto(base + path);
  await page.waitForSelector(path.startsWith("/?") || path === "/" ? ".row" : "h2");
  return page;
}

async function test(name, run) {
  const before = problems.length;
  try {
    await run();
    assert.deepEqual(problems.slice(before), []);
    passed++;
  } catch (error) {
    failed++;
    console.error(`FAILED: ${name}\n${error.message}`);
  }
}

const rows = (page) => page.locator(".row").count();
const found = async (page) => Number(/(\d[\d,]*) incident/.exec(await page.locator(".found").innerText())[1].replace(",", ""));
const all = (await (await fetch(base + "/api/v1/incidents?limit=1000")).json()).incidents;
const hall = all.find((r) => r.place?.name === "Nairobi").id;
const hostile = (await (await fetch(base + "/api/v1/reports/hostile")).json()).incidents[0];
const hostileId = typeof hostile === "string" ? hostile : hostile.id;

await test("the description of the API is OpenAPI 3.1", async () => {
  const validator = new Validator();
  const result = await validator.validate(await (await fetch(base + "/api/v1/openapi.json")).json());
  assert.deepEqual([result.valid, validator.version], [true, "3.1"], JSON.stringify(result.errors));
});
await test("list, filter, clear", async () => {
  const page = await open({});
  assert.equal(await found(page), all.length);
  await page.selectOption("select >> nth=0", "BOMBING");
  await page.waitForFunction((n) => !document.querySelector(".found").textContent.startsWith(String(n)), all.length);
  assert.equal(await found(page), all.filter((r) => r.type === "BOMBING").length);
  assert.match(page.url(), /type=BOMBING/);
  await page.getByRole("button", { name: /Clear/ }).click();
  await page.waitForFunction((n) => document.querySelector(".found").textContent.startsWith(String(n)), all.length);
  await page.context().close();
});
await test("search words", async () => {
  const page = await open({});
  await page.keyboard.press("/");
  await page.keyboard.type("concert");
  await page.waitForFunction(() => /^1 incident/.test(document.querySelector(".found").textContent));
  await page.context().close();
});
await test("virtual list reaches the end with few rows in the page", async () => {
  const page = await open({});
  assert.ok((await rows(page)) < 40);
  for (let i = 0; i < 6; i++) {
    await page.locator(".scroll").evaluate((e) => (e.scrollTop = e.scrollHeight));
    await page.waitForTimeout(250);
  }
  await page.waitForSelector(`.row[aria-posinset="${all.length}"]`);
  assert.ok((await rows(page)) < 40);
  await page.context().close();
});
await test("open, figures with doubt, follow evidence", async () => {
  const page = await open({}, `/incidents/${hall}`);
  const text = await page.locator(".detail").innerText();
  assert.match(text, /Nairobi/);
  assert.match(text, /62/);
  assert.match(text, /al-shabaab/i);
  await page.waitForSelector(".reports mark");
  assert.ok((await page.locator(".reports mark").allInnerTexts()).some((t) => /40|62/.test(t)));
  assert.match(await page.locator(".copies").innerText(), /1 copy/);
  await page.locator(".cites a").first().click();
  assert.match(page.url(), /#r-/);
  await page.context().close();
});
await test("a date that lies after its report is no sure one; voices are counted by publisher", async () => {
  const page = await open({});
  assert.match(await page.locator(".row", { hasText: "Lima" }).innerText(), /4 May 2032[\s\S]*after its report/i);
  assert.equal(await page.locator(".row", { hasText: "after its report" }).count(), 1);
  await page.goto(`${base}/incidents/${all.find((r) => r.place?.name === "Lima").id}`);
  await page.waitForSelector(".tiles");
  assert.match(await page.locator(".detail").innerText(), /The date lies after the last report/);
  await page.goto(`${base}/incidents/${hall}`);
  await page.waitForSelector(".tiles");
  assert.match(await page.locator(".detail .sub").innerText(), /2 independent reports by 2 publishers/);
  await page.context().close();
});
await test("replay: as known then", async () => {
  const page = await open({}, `/incidents/${hall}?as_of=2023-11-17`);
  const figure = await page.locator(".tiles .count").first().innerText();
  assert.match(figure, /40/);
  assert.doesNotMatch(figure, /62/);
  assert.match(await page.locator(".banner").innerText(), /17 Nov 2023/);
  await page.getByRole("link", { name: "Back to now" }).click();
  await page.waitForFunction(() => /62/.test(document.querySelector(".detail").textContent));
  await page.context().close();
});
await test("what is not yet what was asked is told", async () => {
  const page = await open({});
  let slow;
  await page.route(/incidents\?.*as_of=2023-11-17/, async (route) => {
    await new Promise((done) => (slow = done));
    await route.continue();
  });
  await page.evaluate(() => history.pushState(null, "", "/?as_of=2023-11-17") ?? dispatchEvent(new Event("popstate")));
  await page.waitForSelector(".side.stale .wait");
  assert.match(await page.locator(".found").innerText(), /finding out what was known on 17 Nov 2023/);
  slow();
  await page.waitForSelector(".side:not(.stale)");
  assert.equal(await page.locator(".wait").count(), 0);
  await page.context().close();
});
await test("time slider by keyboard", async () => {
  const page = await open({});
  await page.locator('input[type="range"]').focus();
  await page.keyboard.press("Home");
  await page.waitForURL(/as_of=/);
  await page.waitForFunction((n) => !document.querySelector(".found").textContent.startsWith(String(n)), all.length);
  assert.ok((await found(page)) < all.length);
  await page.context().close();
});
await test("keyboard: next, open, close, help", async () => {
  const page = await open({});
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/incidents\/[0-9a-f]{32}/);
  await page.waitForSelector(".tiles");
  await page.keyboard.press("Escape");
  await page.waitForURL((u) => u.pathname === "/");
  await page.keyboard.press("?");
  await page.waitForSelector("dialog[open]");
  await page.keyboard.press("Escape");
  await page.keyboard.press("m");
  await page.keyboard.press("+");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "CANVAS");
  await page.context().close();
});
await test("map: a click on a mark", async () => {
  const page = await open({});
  await page.waitForTimeout(600);
  const canvas = await page.locator("canvas").first().boundingBox();
  let hit = false;
  for (let y = 20; y < canvas.height && !hit; y += 14) {
    for (let x = 20; x < canvas.width && !hit; x += 14) {
      await page.mouse.move(canvas.x + x, canvas.y + y);
      hit = (await page.locator(".hint").count()) > 0;
    }
  }
  assert.ok(hit, "no mark on the map");
  assert.match(await page.locator(".hint").innerText(), /incident|killed/);
  await page.context().close();
});
await test("hostile text stays text", async () => {
  const page = await open({}, `/incidents/${hostileId}`);
  await page.waitForSelector(".reports .text");
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.equal(await page.locator(".detail img, .detail script, .detail b b").count(), 0);
  assert.equal(await page.locator('a[href^="javascript"]').count(), 0);
  await page.getByRole("button", { name: "Whole report" }).first().click();
  assert.match(await page.locator(".reports .text").first().innerText(), /<script>/);
  await page.context().close();
});
await test("actors, comparison, sources", async () => {
  const page = await open({}, "/actors");
  await page.getByRole("link", { name: /al-shabaab/i }).first().click();
  await page.waitForSelector("text=Incidents over time");
  await page.goto(base + "/compare?then=2023-11-16&now=2023-11-30");
  await page.waitForSelector(".changes li");
  await page.goto(base + "/sources");
  await page.waitForSelector("text=failing");
  assert.match(await page.locator(".page").innerText(), /no answer, 3 times[\s\S]*killed >= 10, 2 publishers/);
  await page.context().close();
});
await test("an actor of a dictionary: who says so, where", async () => {
  const page = await open({}, "/actors");
  await page.fill("input.find", "red river");
  await page.getByRole("link", { name: "Red River Army" }).click();
  await page.waitForSelector("#h-affiliations");
  const text = await page.locator(".page").innerText();
  assert.match(text, /<b> River Front 1991-01-01 to 2002-12-31 toy\.actors\.txt, line 2/i);
  assert.match(text, /PERREB\s+group\s+Peru\s+toy\.actors\.txt, line 1/);
  await page.context().close();
});
await test("changes appear by themselves", async () => {
  const page = await open({});
  await page.waitForSelector(".live.on");
  const answer = await fetch(base + "/api/v1/reports", { method: "POST", headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ id: "late", publisher: "Delta Post", published: "2024-02-01", text: "A bomb exploded in Lahore, Pakistan, on Thursday and killed nine people, police said." }) });
  assert.equal(answer.status, 200);
  await page.waitForFunction((n) => document.querySelector(".found").textContent.startsWith(String(n + 1)), all.length);
  await page.context().close();
});
for (const [name, path] of [["desk", "/"], ["incident", `/incidents/${hall}`], ["actors", "/actors"], ["actor", "/actors/al-shabaab"], ["dictionary", "/actors/red-river-army"], ["compare", "/compare?then=2023-11-16&now=2023-11-30"], ["sources", "/sources"]]) {
  for (const [look, options] of [["light", {}], ["dark", { colorScheme: "dark" }], ["narrow", { viewport: { width: 390, height: 844 } }]]) {
    await test(`axe: ${name}, ${look}`, async () => {
      const page = await open(options, path);
      await page.waitForTimeout(500);
      if (shots) await page.screenshot({ path: join(shots, `${name}-${look}.png`) });
      await page.evaluate(axe);
      const result = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] }));
      assert.deepEqual(result.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(" | ")}`), []);
      await page.context().close();
    });
  }
}
await browser.close();
server.kill("SIGTERM");
await new Promise((done) => server.on("exit", done));
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
