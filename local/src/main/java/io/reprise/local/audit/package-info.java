/**
 * The independent reader: compares a log with a replay's target, record by record, with plain Kafka
 * consumers and nothing of the worker's code but the marker's format. In: two topics and ranges.
 * Out: what is missing, duplicated, altered or out of order.
 */
@NullMarked
package io.reprise.local.audit;

import org.jspecify.annotations.NullMarked;
