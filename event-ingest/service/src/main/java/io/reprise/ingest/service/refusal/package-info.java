/**
 * Holds the reasons for which an event is not stored, as values that every step of the handling of
 * an event can return. In: the facts of a refused event or request. Out: a code for programs, and a
 * sentence for the sender. Must not know HTTP or any other package of this service.
 */
@NullMarked
package io.reprise.ingest.service.refusal;

import org.jspecify.annotations.NullMarked;
