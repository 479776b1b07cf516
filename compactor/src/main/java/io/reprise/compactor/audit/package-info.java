/**
 * Compares snapshots with the log. In: keys, their snapshots, and the log in Kafka and the archive.
 * Out: the fields in which a fold of all events differs from a fold that starts from the snapshot.
 * Must not know how snapshots are made.
 */
@NullMarked
package io.reprise.compactor.audit;

import org.jspecify.annotations.NullMarked;
