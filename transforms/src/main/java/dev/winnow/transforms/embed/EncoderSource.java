package dev.winnow.transforms.embed;

import java.io.Serializable;

/**
 * Serializable source of the encoder of a task. Every task of an executor JVM gets the same
 * instance, which lives as long as the JVM: a model is loaded once, and no task closes it.
 */
@FunctionalInterface
public interface EncoderSource extends Serializable {

  Encoder get();
}
