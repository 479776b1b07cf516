/**
 * Runs the replay worker as a process: starts the worker's components in order and closes them in
 * reverse order. In: the worker's configuration. Out: a running worker that owns slots, delivers
 * shards and answers operators.
 */
@NullMarked
package io.reprise.replay;

import org.jspecify.annotations.NullMarked;
