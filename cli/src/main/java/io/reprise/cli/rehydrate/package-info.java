/**
 * {@code reprise rehydrate}: rebuilds a read model from snapshots and the tail. In: options and a
 * configuration file. Out: rows in a database, and a report that says how complete the rows are.
 */
@NullMarked
package io.reprise.cli.rehydrate;

import org.jspecify.annotations.NullMarked;
