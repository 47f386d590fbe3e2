/**
 * The theory of data pruning for a perceptron: its error as a function of the examples per
 * parameter, the kept fraction and the angle of the probe, and a simulation that it is held to.
 * Plain Java on arrays, without Spark.
 *
 * <p>Source: Sorscher et al. 2022, "Beyond neural scaling laws: beating power law scaling via data
 * pruning", section 3 and its appendix. Start with {@link
 * dev.winnow.transforms.experiment.theory.PerceptronTheory}. May import {@code
 * transforms.experiment}.
 */
package dev.winnow.transforms.experiment.theory;
