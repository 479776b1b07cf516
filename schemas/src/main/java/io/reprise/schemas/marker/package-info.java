/**
 * The marker that replayed records carry, so that handlers can tell a replay from the first time.
 * In: header bytes. Out: where the record came from. It knows nothing of Kafka.
 */
@NullMarked
package io.reprise.schemas.marker;

import org.jspecify.annotations.NullMarked;
