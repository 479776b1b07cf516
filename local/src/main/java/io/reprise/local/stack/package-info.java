/**
 * All of Reprise on one machine, each part in a process of its own where production would have one.
 * In: a directory and ports. Out: running services and their addresses, stopped in order.
 */
@NullMarked
package io.reprise.local.stack;

import org.jspecify.annotations.NullMarked;
