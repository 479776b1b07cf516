/**
 * The reasons for which a request or an event is not stored, as values that every step can return.
 * Out: a reason for programs, and a sentence for the sender. Must not know HTTP or any other
 * package of this service.
 */
@NullMarked
package io.reprise.ingest.service.refusal;

import org.jspecify.annotations.NullMarked;
