/**
 * The stage EMBED: vectors of every example, by one encoder or by several.
 *
 * <p>Start with {@link dev.winnow.jobs.stage.embed.EmbedStage}. May import {@code jobs.stage},
 * {@code jobs.run}, {@code jobs.tables} and {@code transforms.embed}.
 */
package dev.winnow.jobs.stage.embed;
