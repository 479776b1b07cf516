/**
 * Defines the request for a replay. In: a replay spec as JSON or YAML. Out: the spec as validated
 * records. Must not know Kafka or any other package of the worker.
 */
@NullMarked
package io.reprise.replay.spec;

import org.jspecify.annotations.NullMarked;
