/**
 * {@code reprise snapshot}: the commands for snapshots. In: options for a topic, a reducer and a
 * key. Out: the printed answer of a compactor or archiver, and an exit code.
 */
@NullMarked
package io.reprise.cli.snapshot;

import org.jspecify.annotations.NullMarked;
