/**
 * Starts and closes the parts of a compactor process. In: its configuration. Out: a service that
 * writes the newest snapshot of each key to a topic, and serves snapshots over HTTP.
 */
@NullMarked
package io.reprise.compactor;

import org.jspecify.annotations.NullMarked;
