/**
 * Kafka's own tools, which figures are compared with, each in a JVM of its own with the libraries
 * Kafka ships it with. In: what to run. Out: what the tool itself reports. Nothing of Reprise but
 * {@link io.reprise.trials.bench.peer.ToolMain} is on their class path.
 */
@NullMarked
package io.reprise.trials.bench.peer;

import org.jspecify.annotations.NullMarked;
