"""Times an iteration of k-means in NumPy, faiss and scikit-learn, in one thread and in turns.

    python3 docs/benchmarks/kmeans.py --rows 100000 --dim 384 --k 100,1000 --iterations 5 --rounds 3

OpenBLAS picks its kernel when it is loaded, so each turn is a separate process: once with the default kernel, and once with
OPENBLAS_CORETYPE=SkylakeX if the machine has AVX-512, because some builds do not detect it.
"""

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

# module: its name in the output
LIBRARIES = {"numpy": "NumPy matmul and argmax", "faiss": "faiss.Kmeans", "sklearn": "scikit-learn lloyd"}
CENTRES = 500
TUNED = "SkylakeX"


def mixture(np, rows, dim):
    """Returns unit rows around centres on the sphere, by the recipe of SphereMixture but with other random numbers."""
    random = np.random.default_rng(7)

    def unit(n):
        x = random.standard_normal((n, dim), dtype=np.float32)
        return x / np.linalg.norm(x, axis=1, keepdims=True)

    place = (CENTRES * random.random(rows) ** 2).astype(np.int64)
    x = unit(CENTRES)[place] + unit(rows)
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def assign(np, x, centroids):
    """Returns nearest centroid and similarity of each row; the scores of 1,024 rows at a time stay in the cache."""
    cluster = np.empty(len(x), np.int64)
    score = np.empty(len(x), np.float32)
    for at in range(0, len(x), 1024):
        scores = x[at : at + 1024] @ centroids.T
        best = scores.argmax(axis=1)
        cluster[at : at + 1024] = best
        score[at : at + 1024] = scores[np.arange(len(best)), best]
    return cluster, score


def lloyd(np, x, centroids, iterations):
    """Runs plain spherical k-means, with which the libraries' answers are compared."""
    for _ in range(iterations):
        cluster, _ = assign(np, x, centroids)
        order = np.argsort(cluster, kind="stable")
        found, first = np.unique(cluster[order], return_index=True)
        sums = np.add.reduceat(x[order].astype(np.float64), first, axis=0)
        centroids = centroids.copy()
        centroids[found] = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    return centroids


def mean_distance(np, x, centroids):
    centroids = centroids / np.maximum(np.linalg.norm(centroids, axis=1, keepdims=True), 1e-30)
    return float(1 - assign(np, x, centroids.astype(np.float32))[1].mean(dtype=np.float64))


def fit_faiss(np, x, k, iterations):
    import faiss

    faiss.omp_set_num_threads(1)
    kmeans = faiss.Kmeans(
        x.shape[1], k, niter=iterations, spherical=True, seed=7, min_points_per_centroid=1, max_points_per_centroid=len(x)
    )
    kmeans.train(x, init_centroids=x[:k])
    return kmeans.centroids


def fit_sklearn(np, x, k, iterations):
    import warnings

    from sklearn.cluster import KMeans

    warnings.simplefilter("ignore")  # the fit shall end before it converges
    return KMeans(k, init=x[:k], n_init=1, max_iter=iterations, tol=0, algorithm="lloyd").fit(x).cluster_centers_


def cost(work):
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def turn(library, path, k, iterations):
    """Runs one round of one library: checks its answer, and returns the wall and CPU seconds of an iteration."""
    import numpy as np

    x = np.load(path)
    if library == "numpy":
        few = x[:: max(1, len(x) // 50)][:50]
        cluster, score = assign(np, few, x[:k])
        exact = few.astype(np.float64) @ x[:k].T.astype(np.float64)
        # If two scores are equal except for rounding, either answer is right.
        right = np.abs(exact[np.arange(len(few)), cluster] - exact.max(axis=1)).max() < 1e-5
        if not right or np.abs(score - exact.max(axis=1)).max() > 1e-5:
            raise SystemExit("NumPy's answer must agree with double precision to 1e-5")
        assign(np, x[:10_000], x[:k])
        wall, cpu = cost(lambda: [assign(np, x, x[:k]) for _ in range(iterations)])
        return wall / iterations, cpu / iterations
    fit = {"faiss": fit_faiss, "sklearn": fit_sklearn}[library]
    theirs = mean_distance(np, x, fit(np, x, k, iterations))
    plain = mean_distance(np, x, lloyd(np, x, x[:k], iterations))
    if abs(theirs - plain) > 0.05 * plain:
        raise SystemExit(f"mean distance of {library} must be near {plain:.5f}, got {theirs:.5f}")
    one = cost(lambda: fit(np, x, k, 1))
    more = cost(lambda: fit(np, x, k, iterations))
    return [(b - a) / (iterations - 1) for a, b in zip(one, more)]


def has_avx512():
    try:
        with open("/proc/cpuinfo") as info:
            return "avx512f" in info.read()
    except OSError:
        return False


def child(args, library, core, path, k):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
    environment.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")
    if core:
        environment["OPENBLAS_CORETYPE"] = core
    command = [sys.executable, __file__, "--turn", library, "--data", path, "--k", str(k), "--iterations", str(args.iterations)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def table(args, k, libraries, path):
    cores = [None, TUNED] if has_avx512() else [None]
    turns = {(library, core): [] for library in libraries for core in cores}
    for _ in range(args.rounds):
        for (library, core), costs in turns.items():
            costs.append(child(args, library, core, path, k))
    print(f"k = {k:,}, n = {args.rows:,}, d = {args.dim}; one thread, iterations {args.iterations}, rounds {args.rounds}")
    print("| library | OPENBLAS_CORETYPE | wall s | CPU s | GFLOP per CPU second, median | best |")
    print("|---|---|---|---|---|---|")
    for (library, core), costs in turns.items():
        rates = [2.0 * args.rows * k * args.dim / cpu / 1e9 for _, cpu in costs]
        wall = statistics.median(wall for wall, _ in costs)
        cpu = statistics.median(cpu for _, cpu in costs)
        print(
            f"| {LIBRARIES[library]} | {core or 'unset'} | {wall:.3f} | {cpu:.3f} | {statistics.median(rates):.1f} |"
            f" {max(rates):.1f} |"
        )


def main():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--dim", type=int, default=384)
    parser.add_argument("--k", default="100,1000")
    parser.add_argument("--iterations", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--turn", choices=LIBRARIES, help=argparse.SUPPRESS)
    parser.add_argument("--data", help=argparse.SUPPRESS)
    args, _ = parser.parse_known_args()  # other options belong to KMeansBenchmark
    if args.turn:
        print(json.dumps(turn(args.turn, args.data, int(args.k), args.iterations)))
        return
    libraries = []
    for library, name in LIBRARIES.items():
        if importlib.util.find_spec(library) and importlib.util.find_spec("numpy"):
            version = importlib.import_module(library).__version__
            print(f"{name}: {library} {version}")
            libraries.append(library)
        else:
            print(f"{name}: not on this machine, left out")
    if not libraries:
        return
    import numpy as np

    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "rows.npy")
        np.save(path, mixture(np, args.rows, args.dim))
        for k in args.k.split(","):
            table(args, int(k), libraries, path)


if __name__ == "__main__":
    main()
