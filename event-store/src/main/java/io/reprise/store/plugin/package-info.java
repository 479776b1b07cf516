/**
 * Loads code of users from jars: reducers and targets. In: a directory. Out: a class loader for its
 * jars. Must not know what the jars provide.
 */
@NullMarked
package io.reprise.store.plugin;

import org.jspecify.annotations.NullMarked;
