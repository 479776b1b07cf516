/**
 * The archiver: what one process is made of, wired together. In: its configuration. Out: a service
 * that moves cold offsets of its partitions to an object store, and answers operators.
 */
@NullMarked
package io.reprise.archiver;

import org.jspecify.annotations.NullMarked;
