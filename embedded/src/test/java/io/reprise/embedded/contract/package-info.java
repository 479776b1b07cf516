/**
 * What Reprise's protocols take for granted of a Kafka broker, a test for each. In: a broker's
 * address. Out: nothing, or the assumption that does not hold. A subject is an interface, so that
 * every kind of broker can inherit all of them; it knows nothing of how the broker was started.
 */
@NullMarked
package io.reprise.embedded.contract;

import org.jspecify.annotations.NullMarked;
