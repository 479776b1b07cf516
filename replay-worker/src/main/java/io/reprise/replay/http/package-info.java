/**
 * Serves the operator API, {@code /api/v1/...}. In: HTTP requests. Out: the results of {@link
 * io.reprise.replay.operate} as JSON, and each refusal as a problem (RFC 9457). The state of
 * replays is in Kafka, so every worker can answer every request. Must not know slots, the
 * coordinator, delivery or transactions.
 */
@NullMarked
package io.reprise.replay.http;

import org.jspecify.annotations.NullMarked;
