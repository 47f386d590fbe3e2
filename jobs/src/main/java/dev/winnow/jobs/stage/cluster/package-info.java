/**
 * The stages CLUSTER and RECLUSTER: prototypes, fitted or given.
 *
 * <p>Start with {@link dev.winnow.jobs.stage.cluster.ClusterStage}. May import {@code jobs.stage},
 * {@code jobs.run}, {@code jobs.tables} and {@code transforms.cluster}.
 */
package dev.winnow.jobs.stage.cluster;
