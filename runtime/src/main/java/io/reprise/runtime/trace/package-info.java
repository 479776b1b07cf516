/**
 * Traces what a service does, and sends the spans to a collector of OpenTelemetry. In: the trace
 * contexts of callers and of records. Out: spans, the context for new records, and the id of the
 * trace in log lines. No other package knows OpenTelemetry. Must not know HTTP servers or Kafka.
 */
@NullMarked
package io.reprise.runtime.trace;

import org.jspecify.annotations.NullMarked;
