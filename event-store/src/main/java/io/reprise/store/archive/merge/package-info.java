/**
 * Merges neighbouring small segments of one partition's archive into larger ones. In: a partition,
 * and the limits of what may be merged. Out: merged segments, each read back and compared before a
 * commit entry puts it in the place of its parts. Removes no object. Must not ask Kafka.
 */
@NullMarked
package io.reprise.store.archive.merge;

import org.jspecify.annotations.NullMarked;
