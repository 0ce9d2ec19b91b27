-- wrk: everything a desk and its programs ask, with and without what is kept, and what is refused; `bench_serve.py --mixed`.
-- SPDX-License-Identifier: Apache-2.0
local paths = {
  "/", "/assets/app.js", "/healthz", "/metrics", "/api/v1/", "/api/v1/openapi.json", "/api/v1/stats", "/api/v1/feeds", "/api/v1/watches",
  "/api/v1/incidents?limit=%d", "/api/v1/incidents?limit=20&killed_min=%d", "/api/v1/incidents?q=police&limit=%d", "/api/v1/incidents?near=%d,10,300",
  "/api/v1/incidents?as_of=2020-01-1%d", "/api/v1/map?width=%d00", "/api/v1/map?bbox=-10,-10,%d,40&width=4000", "/api/v1/counts?by=month&killed_min=%d",
  "/api/v1/incidents/%02d", "/api/v1/actors?limit=%d", "/api/v1/actors/al-shabaab", "/api/v1/relations?limit=%d", "/api/v1/reports?limit=%d",
  "/api/v1/reports/made-%d", "/api/v1/search?q=market*&limit=%d", "/api/v1/diff?from=2020-01-01&to=2020-02-%d", "/api/v1/export?format=stix&report=made-%d",
  "/api/v1/incidents?colour=%d", "/api/v1/nothing/%d", "/api/v1/incidents?cursor=%d", "/api/v2/%d",
}
local n = 0
function init(args) math.randomseed(11) end
function delay() return math.random(0, 2000) end
function request()
  n = n + 1
  local path = string.format(paths[n % #paths + 1], math.random(1, 9))
  return wrk.format("GET", path, { ["Accept-Encoding"] = n % 3 > 0 and "gzip" or "identity", ["Host"] = "localhost", ["If-None-Match"] = n % 5 == 0 and "*" or nil })
end
