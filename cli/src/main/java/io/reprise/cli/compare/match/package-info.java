/**
 * Compares two sides record by record. In: for each record its position and fingerprints of what it
 * is matched by and of what is compared, in any order. Out: counts, and the earliest differences of
 * each kind. Fingerprints are kept in files; only a bounded number of them is in memory. Must not
 * know the command line, HTTP, JSON, Kafka or where records are stored.
 */
@NullMarked
package io.reprise.cli.compare.match;

import org.jspecify.annotations.NullMarked;
