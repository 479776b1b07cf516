/**
 * The operator's door over HTTP: {@code /api/v1/...}. In: requests. Out: what {@link
 * io.reprise.replay.operate} says, as JSON, and every refusal as a problem. State lives in Kafka,
 * so any worker answers; nothing is decided here.
 */
@NullMarked
package io.reprise.replay.http;

import org.jspecify.annotations.NullMarked;
