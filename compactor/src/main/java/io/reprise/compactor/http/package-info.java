/**
 * The HTTP API of a compactor: the snapshot of a key, the progress of each partition, and audits.
 * In: HTTP requests. Out: JSON documents, or the bytes of a state. Must not know Kafka Streams.
 */
@NullMarked
package io.reprise.compactor.http;

import org.jspecify.annotations.NullMarked;
