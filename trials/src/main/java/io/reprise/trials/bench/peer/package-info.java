/**
 * Runs the tools that figures are compared with, each in a JVM of its own with the libraries that
 * Kafka ships for it. In: the tool's arguments. Out: what the tool reports. Must not know any
 * single bench.
 */
@NullMarked
package io.reprise.trials.bench.peer;

import org.jspecify.annotations.NullMarked;
