/**
 * {@code reprise rehydrate}: rebuilds a read model from snapshots and the tail. In: options and a
 * configuration file. Out: rows in a database, and a report of how complete they are.
 */
@NullMarked
package io.reprise.cli.rehydrate;

import org.jspecify.annotations.NullMarked;
