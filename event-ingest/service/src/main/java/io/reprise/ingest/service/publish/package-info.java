/**
 * Storing admitted events. In: records and their ids. Out: positions, or why not: refused, too
 * busy, or unknown. Memory is bounded by bytes in flight.
 */
@NullMarked
package io.reprise.ingest.service.publish;

import org.jspecify.annotations.NullMarked;
