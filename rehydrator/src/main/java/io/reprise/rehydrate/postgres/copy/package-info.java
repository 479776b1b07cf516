/**
 * Streams rows into a table with COPY in PostgreSQL's binary format. In: the states of keys. Out:
 * bytes on the connection. Must not know which versions exist.
 */
@NullMarked
package io.reprise.rehydrate.postgres.copy;

import org.jspecify.annotations.NullMarked;
