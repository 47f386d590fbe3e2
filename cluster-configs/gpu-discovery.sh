#!/bin/sh
# Prints the GPUs of this host or container in the form that Spark expects from a discovery script:
#   {"name":"gpu","addresses":["0","1"]}
# Spark starts it on every worker, executor or driver with the setting spark.*.resource.gpu.discoveryScript. The file must exist
# there and be executable. Without a GPU it prints nothing on stdout and ends with 1, so that Spark refuses the executor instead
# of running it on the CPU.
set -eu

fail() {
  echo "gpu-discovery: $1" >&2
  exit 1
}

# CUDA numbers the visible devices from 0, and an address must be CUDA's number of the device. The addresses are therefore
# 0 to n - 1, even if CUDA_VISIBLE_DEVICES names other numbers. CUDA stops reading at the first entry that is not a device,
# such as -1.
if [ -n "${CUDA_VISIBLE_DEVICES+set}" ]; then
  case "$CUDA_VISIBLE_DEVICES" in
    '' | -1 | NoDevFiles | void | none) fail "CUDA_VISIBLE_DEVICES hides every GPU" ;;
  esac
fi

command -v nvidia-smi >/dev/null 2>&1 || fail "nvidia-smi is not on the PATH; is the NVIDIA driver installed?"
listed=$(nvidia-smi --query-gpu=index --format=csv,noheader 2>&1) || fail "nvidia-smi failed: $listed"
present=$(printf '%s\n' "$listed" | grep -c '^ *[0-9][0-9]* *$') || fail "nvidia-smi lists no GPU: $listed"

count=$present
if [ -n "${CUDA_VISIBLE_DEVICES+set}" ]; then
  count=0
  for entry in $(printf '%s' "$CUDA_VISIBLE_DEVICES" | tr ',' ' '); do
    case "$entry" in
      GPU-* | MIG-*) ;;
      *[!0-9]*) break ;;
      *) [ "$entry" -lt "$present" ] || break ;;
    esac
    count=$((count + 1))
  done
  [ "$count" -gt 0 ] || fail "CUDA_VISIBLE_DEVICES=$CUDA_VISIBLE_DEVICES names none of the $present GPUs"
fi

addresses='"0"'
next=1
while [ "$next" -lt "$count" ]; do
  addresses="$addresses,\"$next\""
  next=$((next + 1))
done
printf '{"name":"gpu","addresses":[%s]}\n' "$addresses"
