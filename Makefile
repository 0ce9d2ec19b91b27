# Front door of the build; meson and ninja do the work (see meson.build).
#
#   make            build/sitrep                 make check      tests
#   make eval       accuracy (ARGS=--write)      make bench      speed beside a peer
#   make models     train models/*.bin from ../shared (SHARED=DIR)
#   make asan       tests under sanitizers       make fuzz-replay   corpora as tests
# SPDX-License-Identifier: Apache-2.0
BUILD ?= build
JOBS  ?= 2
ARGS  ?=

.PHONY: all check install asan clang werror eval bench models lint clean
all: $(BUILD)/build.ninja
	ninja -j$(JOBS) -C $(BUILD)
$(BUILD)/build.ninja:
	meson setup $(BUILD)
check: all
	meson test -C $(BUILD) --print-errorlogs
install: all
	meson install -C $(BUILD)
werror: $(BUILD)-werror/build.ninja
	ninja -j$(JOBS) -C $(BUILD)-werror
$(BUILD)-werror/build.ninja:
	meson setup $(BUILD)-werror -Dwerror=true
clang: $(BUILD)-clang/build.ninja
	ninja -j$(JOBS) -C $(BUILD)-clang && meson test -C $(BUILD)-clang --print-errorlogs
$(BUILD)-clang/build.ninja:
	CC=clang meson setup $(BUILD)-clang -Dwerror=true
asan: $(BUILD)-asan/build.ninja
	ninja -j$(JOBS) -C $(BUILD)-asan && meson test -C $(BUILD)-asan --print-errorlogs -t 4
$(BUILD)-asan/build.ninja:
	meson setup $(BUILD)-asan -Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1
eval:
	python3 tools/evaluate.py $(ARGS)
models: $(BUILD)/build.ninja
	sh tools/make_models.sh $(BUILD)
bench:
	python3 tools/bench.py $(ARGS)
lint:
	python3 tools/check_layers.py .
clean:
	rm -rf $(BUILD) $(BUILD)-werror $(BUILD)-clang $(BUILD)-asan $(BUILD)-fuzz
