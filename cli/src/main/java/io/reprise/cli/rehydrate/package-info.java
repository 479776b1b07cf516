/**
 * {@code reprise rehydrate}: rebuilds a read model from snapshots and the tail. In: options and a
 * configuration file. Out: a report of how complete the model is.
 */
@NullMarked
package io.reprise.cli.rehydrate;

import org.jspecify.annotations.NullMarked;
