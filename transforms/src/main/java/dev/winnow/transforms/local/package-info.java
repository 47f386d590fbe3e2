/** The local disk, for Spark on one machine. */
package dev.winnow.transforms.local;
