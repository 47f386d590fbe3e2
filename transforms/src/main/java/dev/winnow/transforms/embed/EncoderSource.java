package dev.winnow.transforms.embed;

import java.io.Serializable;

/**
 * How a task gets its encoder. Every task of an executor JVM is given the same instance, which
 * lives as long as the JVM: models are loaded once, and no task closes them.
 */
@FunctionalInterface
public interface EncoderSource extends Serializable {

  Encoder get();
}
