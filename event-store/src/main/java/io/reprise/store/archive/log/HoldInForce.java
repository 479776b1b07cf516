package io.reprise.store.archive.log;

import java.time.Instant;

/**
 * A hold that was added and not yet released. While it is in force, the archiver does not trim the
 * offsets from {@code from} on.
 */
public record HoldInForce(String id, long from, String reason, String by, Instant since) {}
