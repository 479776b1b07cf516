/**
 * Makes rows of states. In: a key, its state's bytes, where they come from. Out: the values of a
 * row's columns, written one after the other. It knows no database and no topic.
 */
@NullMarked
package io.reprise.rehydrate.project;

import org.jspecify.annotations.NullMarked;
