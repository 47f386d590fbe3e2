/**
 * Evidence for near-duplicate pictures: lays one picture on another and compares detail and colour.
 *
 * <p>Read {@link dev.winnow.transforms.dedup.image.evidence.Evidence} first. The flow: pictures and
 * an approximate placement -> registration ({@code Registration}) -> overlay ({@code Overlay}) ->
 * agreement in detail ({@code Detail}) and in colour ({@code Colours}).
 *
 * <p>May import {@code image} of this module. Spark is absent.
 */
package dev.winnow.transforms.dedup.image.evidence;
