/**
 * Makes the distributions, which are installed. In: the jars and class paths of the build, and the
 * scripts of this module. Out: one file for production and one for development, each with its
 * SHA-256 file; the same inputs give the same bytes. Must not know what the jars contain.
 */
@NullMarked
package io.reprise.distribution;

import org.jspecify.annotations.NullMarked;
