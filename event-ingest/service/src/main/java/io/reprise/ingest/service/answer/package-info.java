/**
 * What became of each event, and how that is said to the caller: as values, as JSON, as a status.
 * It decides nothing.
 */
@NullMarked
package io.reprise.ingest.service.answer;

import org.jspecify.annotations.NullMarked;
