/**
 * Checks the attributes of events. In: parsed events. Out: valid CloudEvents with a record key, or
 * the faults of each attribute. Package {@code encode} checks the data. Must not know HTTP.
 */
@NullMarked
package io.reprise.ingest.service.admit;

import org.jspecify.annotations.NullMarked;
