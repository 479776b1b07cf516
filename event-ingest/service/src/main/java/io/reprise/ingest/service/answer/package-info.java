/**
 * The answers to events, as values. In: refusals and the outcomes of sends. Out: whether each event
 * is stored, rejected or of unknown outcome. Must not know HTTP.
 */
@NullMarked
package io.reprise.ingest.service.answer;

import org.jspecify.annotations.NullMarked;
