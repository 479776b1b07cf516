/**
 * Parses requests into events. In: media type, headers and bytes. Out: each event's attributes and
 * data as they were sent, or the faults of an event. Package {@code admit} checks what the
 * attributes mean. Must not know HTTP.
 */
@NullMarked
package io.reprise.ingest.service.parse;

import org.jspecify.annotations.NullMarked;
