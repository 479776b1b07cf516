package io.reprise.store.archive.log;

import java.time.Instant;

/** A hold: offsets from {@code from} on stay in Kafka. */
public record HoldInForce(String id, long from, String reason, String by, Instant since) {}
