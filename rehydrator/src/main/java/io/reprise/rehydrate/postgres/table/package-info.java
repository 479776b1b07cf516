/**
 * The tables and the view of a model. In: a projection's columns. Out: SQL statements, and what the
 * database's catalogue says of existing relations. Must not know which versions exist.
 */
@NullMarked
package io.reprise.rehydrate.postgres.table;

import org.jspecify.annotations.NullMarked;
