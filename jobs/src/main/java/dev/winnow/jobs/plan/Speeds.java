package dev.winnow.jobs.plan;

/**
 * Speeds that a benchmark of a few seconds measured, in processor time.
 *
 * @param decode seconds to decode one image; 0 for other contents
 * @param encode seconds to embed one row with the recipe's encoder
 * @param fitOnce seconds of a fit of that encoder that do not grow with its rows; 0 for an encoder
 *     that is not fitted
 * @param fit seconds that each row adds to the fit
 * @param kernel multiply-adds a second of the cluster kernel in one thread
 * @param disk bytes a second to a local disk
 * @param overhead time of a thread beside the other work of the machine over its time alone
 */
record Speeds(
    double decode,
    double encode,
    double fitOnce,
    double fit,
    double kernel,
    double disk,
    double overhead) {}
