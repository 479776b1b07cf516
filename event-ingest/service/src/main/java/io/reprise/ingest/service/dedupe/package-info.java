/**
 * Which events were stored lately. In: ids as they are claimed, stored, or heard of. Out: whether
 * an event is the first of its id, or where the first one is. Memory only: it knows neither Kafka
 * nor HTTP.
 */
@NullMarked
package io.reprise.ingest.service.dedupe;

import org.jspecify.annotations.NullMarked;
