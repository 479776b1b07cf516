/**
 * Events over HTTP into Kafka. The way of an event: {@code http} takes the request, {@code parse}
 * reads it, {@code admit} holds it against the topic's schema and the limits, {@code dedupe} asks
 * whether it is stored already, {@code publish} stores it.
 */
@NullMarked
package io.reprise.ingest.service;

import org.jspecify.annotations.NullMarked;
