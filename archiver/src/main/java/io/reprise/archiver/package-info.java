/**
 * The archiver process, wired together. In: its configuration. Out: a service that moves the cold
 * offsets of its partitions to an object store, and answers operators over HTTP.
 */
@NullMarked
package io.reprise.archiver;

import org.jspecify.annotations.NullMarked;
