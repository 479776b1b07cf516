/**
 * The replay worker: what one process is made of, wired together. In: its configuration. Out: a
 * worker that takes slots, runs shards and answers operators.
 */
@NullMarked
package io.reprise.replay;

import org.jspecify.annotations.NullMarked;
