#!/bin/sh
# Train all models from the data sets; the same bytes at every run.
#
#   tools/make_models.sh [BUILD]      SHARED=../shared  MODELS=models  from the environment
#
# Order matters: parser and names are trained on the tagger's own output; the models of incidents
# on what the program reads, so it is built anew with the new language models first.
# SPDX-License-Identifier: Apache-2.0
set -eu
build=${1:-build}
shared=${SHARED:-../shared}
models=${MODELS:-models}
if [ ! -d "$shared/data/ud-ewt" ]; then
    echo "make models: no data in $shared/data; say where it is with SHARED=DIR" >&2
    exit 4
fi
ninja -C "$build" train/sr_train
train() {
    nice -n 10 "$build/train/sr_train" "$1" --shared "$shared" --models "$models"
}
train tagger
train parser
train names
ninja -C "$build" train/sr_train
train links
ninja -C "$build" train/sr_train
train roles
train scenes
# Incidents are judged by who takes part in them, by roles that have not seen the report.
judges=$(mktemp -d)
trap 'rm -rf "$judges"' EXIT
mkdir "$judges/fold0" "$judges/fold1" "$judges/fold2" "$judges/fold3" "$judges/fold4"
nice -n 10 "$build/train/sr_train" roles --folds --shared "$shared" --models "$judges"
nice -n 10 "$build/train/sr_train" incidents --judges "$judges" --shared "$shared" --models "$models"
ninja -C "$build" train/sr_train
train fold
