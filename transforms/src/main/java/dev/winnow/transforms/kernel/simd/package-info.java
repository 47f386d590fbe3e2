/**
 * Inner loops on the vectors of the JDK's incubating module.
 *
 * <p>Read {@code SimdTiles} first.
 *
 * <p>This package may import {@code jdk.incubator.vector} and {@code kernel}. It is compiled apart,
 * since javac warns about incubating modules, and {@code Kernels} loads it by name, since its
 * classes need a JVM with that module.
 */
package dev.winnow.transforms.kernel.simd;
