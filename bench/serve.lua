-- wrk: each connection asks once a second on average, at moments of its own; what `make bench-serve` sends.
-- SPDX-License-Identifier: Apache-2.0
local paths = {
  "/api/v1/incidents?limit=100", "/api/v1/incidents?limit=100&type=BOMBING", "/api/v1/incidents?limit=100&country=NG",
  "/api/v1/incidents?limit=100&sort=killed", "/api/v1/incidents?limit=100&killed_min=10", "/api/v1/incidents?limit=100&from=2020-01-01",
}
local n = 0
function init(args) math.randomseed(7) end
function delay()
  return math.random(0, 2000)
end
function request()
  n = n + 1
  return wrk.format("GET", paths[n % #paths + 1], { ["Accept-Encoding"] = "gzip", ["Host"] = "localhost" })
end
