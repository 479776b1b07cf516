/**
 * Turns states into rows. In: a key, its state's bytes and its provenance. Out: the values of a
 * row's columns, in order. Must not know any database, nor Kafka.
 */
@NullMarked
package io.reprise.rehydrate.project;

import org.jspecify.annotations.NullMarked;
