# Front door of the build; meson and ninja do the work (see meson.build).
#
#   make              build/sitrep               make check         tests
#   make asan         tests under sanitizers     make clang         the same with clang
#   make fuzz T=NAME  one fuzzer, SECS seconds   make fuzz-replay   corpora as tests
#   make golden       rewrite expected output    make lint          layers, tables, static checks
#   make eval         accuracy (ARGS=--write)    make bench         speed beside a peer
#   make crash        kill ingest 300 times  make properties    2,000 made-up ledgers
#   make bench-ledger speed of the ledger, up to a million reports
#   make models       train models/*.bin         make tables        make data/ and the gazetteer
#   make docs         paste real sessions and figures into the papers, write NOTICE
#   make fmt          clang-format of what git sees as changed
#   make web          the page's files anew (needs node)   make web-test   the page in chromium
#   make bench-serve  a thousand connections (needs wrk)
#   make install      DESTDIR is respected       make clean
#
# eval, models and tables need the data sets: SHARED=DIR, default ../shared.
# SPDX-License-Identifier: Apache-2.0
BUILD  ?= build
JOBS   ?= 2
ARGS   ?=
SHARED ?= ../shared
SECS   ?= 60

.PHONY: all check install asan clang werror fuzz fuzz-replay golden docs eval bench models tables lint fmt clean need-shared web web-check web-test bench-serve crash properties bench-ledger bench-pages
all: $(BUILD)/build.ninja
	ninja -j$(JOBS) -C $(BUILD)
$(BUILD)/build.ninja:
	meson setup $(BUILD)
check: all
	meson test -C $(BUILD) --print-errorlogs
install: all
	meson install -C $(BUILD) --no-rebuild

werror: $(BUILD)-werror/build.ninja
	ninja -j$(JOBS) -C $(BUILD)-werror
$(BUILD)-werror/build.ninja:
	meson setup $(BUILD)-werror -Dwerror=true
clang: $(BUILD)-clang/build.ninja
	ninja -j$(JOBS) -C $(BUILD)-clang && meson test -C $(BUILD)-clang --print-errorlogs
$(BUILD)-clang/build.ninja:
	CC=clang meson setup $(BUILD)-clang -Dwerror=true
asan: $(BUILD)-asan/build.ninja
	ninja -j$(JOBS) -C $(BUILD)-asan && meson test -C $(BUILD)-asan --print-errorlogs -t 6
$(BUILD)-asan/build.ninja:
	meson setup $(BUILD)-asan -Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1

$(BUILD)-fuzz/build.ninja:
	CC=clang meson setup $(BUILD)-fuzz -Dfuzz=enabled -Dtests=disabled -Db_sanitize=address,undefined \
	  -Db_lundef=false
fuzz:
	@test -f "fuzz/fuzz_$(subst -,_,$(T)).c" || { echo "make fuzz: T=NAME, one of:" \
	  $(subst _,-,$(patsubst fuzz/fuzz_%.c,%,$(wildcard fuzz/fuzz_*.c))) >&2; exit 2; }
	$(MAKE) $(BUILD)-fuzz/build.ninja
	ninja -j$(JOBS) -C $(BUILD)-fuzz fuzz/fuzz_$(subst -,_,$(T))
	@mkdir -p $(BUILD)-fuzz/found-$(T)
	$(BUILD)-fuzz/fuzz/fuzz_$(subst -,_,$(T)) -max_total_time=$(SECS) \
	  $(BUILD)-fuzz/found-$(T) fuzz/corpus/$(subst _,-,$(T))
fuzz-replay: all
	meson test -C $(BUILD) --suite fuzz --print-errorlogs
crash: all
	SITREP=$(BUILD)/sitrep SITREP_MAKE_REPORTS=$(BUILD)/tests/ledger/make_reports SITREP_CRASHES=$(or $(CRASHES),300) \
	  python3 tests/program/test_ledger.py Faults.test_killed_again_and_again
properties: all
	$(BUILD)/tests/ledger/test_properties $(or $(CASES),2000) $(SEED)
golden: all
	ninja -C $(BUILD) golden-rewrite

need-shared:
	@test -d "$(SHARED)/data" || { echo "make: no data sets in $(SHARED)/data; say where they are with" \
	  "SHARED=DIR (building and testing do not need them)" >&2; exit 4; }
eval: all need-shared
	ninja -j$(JOBS) -C $(BUILD) train/sr_train
	python3 tools/evaluate.py --shared $(SHARED) $(ARGS)
models: $(BUILD)/build.ninja need-shared
	SHARED=$(SHARED) sh tools/make_models.sh $(BUILD)
tables: $(BUILD)/build.ninja need-shared
	python3 tools/make_actors.py --shared $(SHARED) --data data
	python3 tools/make_place_stop.py --shared $(SHARED) > $(BUILD)/place-stop.tsv
	mv $(BUILD)/place-stop.tsv data/place-stop.tsv
	ninja -C $(BUILD) tools/make_gazetteer
	$(BUILD)/tools/make_gazetteer --shared $(SHARED) --data data --out models/gazetteer.bin
	python3 tools/make_schema.py
bench-ledger: all
	python3 tools/bench_ledger.py --build $(BUILD) --reports 100000 --sizes 10000,100000,1000000 $(ARGS)
bench-pages: all need-shared
	python3 tools/bench_pages.py $(BUILD)/sitrep $(SHARED)
bench: all
	python3 tools/bench.py $(ARGS)

bench-serve: all
	python3 tools/bench_serve.py $(BUILD)/sitrep $(ARGS)

# The page: built files are committed, so only who changes web/src needs node; web-test needs Debian's chromium, too.
web/node_modules: web/package-lock.json
	cd web && npm ci --no-audit --no-fund && touch node_modules
web: web/node_modules
	cd web && npm run -s build
web-check: web
	git diff --exit-code --stat web/dist
web-test: all web/node_modules
	cd web && node test.mjs $(abspath $(BUILD))/sitrep $(SHOTS)

docs: all
	python3 tools/paste_docs.py
	python3 tools/make_notice.py
lint:
	python3 tools/check_layers.py .
	python3 tools/check_tables.py .
	python3 tools/make_schema.py --check
	@command -v clang-tidy >/dev/null || { echo "make lint: clang-tidy is not installed; left out"; exit 0; }; \
	  test ! -f $(BUILD)/compile_commands.json || \
	  clang-tidy --quiet -p $(BUILD) --checks='-*,clang-analyzer-*,-clang-analyzer-security.insecureAPI.*' \
	    $$(git ls-files 'src/*.c' 'cli/*.c')
fmt:
	clang-format -i $$(git diff --name-only --diff-filter=d HEAD -- '*.c' '*.h')
clean:
	rm -rf $(BUILD) $(BUILD)-werror $(BUILD)-clang $(BUILD)-asan $(BUILD)-fuzz
