/**
 * Compares a source topic with the target of a replay, record by record, by plain Kafka consumers.
 * In: two topics and offset ranges. Out: what is missing, duplicated, altered or out of order. Must
 * not know the code of the replay worker.
 */
@NullMarked
package io.reprise.local.audit;

import org.jspecify.annotations.NullMarked;
