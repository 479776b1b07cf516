/**
 * Read models in PostgreSQL: one table for each version, behind a view that always shows one whole
 * version. In: rows and positions. Out: versions, which of them is visible, and their rows. Must
 * not know Kafka, nor how states are folded.
 */
@NullMarked
package io.reprise.rehydrate.postgres;

import org.jspecify.annotations.NullMarked;
