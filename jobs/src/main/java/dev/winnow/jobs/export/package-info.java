/**
 * The command {@code export}: files of a release for other loaders.
 *
 * <p>Start with {@code ReleaseExport}. {@code RowFiles} writes files of rows: {@code FileOrder}
 * puts the rows in order, {@code ReleaseContent} reads contents again, {@code TarShard}, {@code
 * MdsShard} and {@code HubFile} write a file each.
 *
 * <p>May import {@code jobs.curate}, {@code jobs.release}, {@code jobs.run}, {@code jobs.tables}
 * and the packages below them; of stages only {@code jobs.stage.ingest}, for the input; and of
 * transforms only {@code transforms.ingest}, for the input, NumPy headers and digests, and {@code
 * transforms.image}, for the formats of images.
 */
package dev.winnow.jobs.export;
