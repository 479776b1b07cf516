/**
 * What Reprise expects of a Kafka broker, with a test for each expectation. In: a broker's address.
 * Out: the expectations that the broker does not meet. Each subject is an interface, so that the
 * test of every kind of broker can inherit them. Must not know how the broker was started.
 */
@NullMarked
package io.reprise.embedded.contract;

import org.jspecify.annotations.NullMarked;
