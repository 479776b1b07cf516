/**
 * How far Kafka may be trimmed. In: what is verified, held, hot, or still to be consumed. Out: an
 * offset, and what kept it from being higher. Pure, but for the asking.
 */
@NullMarked
package io.reprise.archiver.trim;

import org.jspecify.annotations.NullMarked;
