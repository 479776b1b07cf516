/**
 * Runs all of Reprise on one machine, each service in a process of its own. In: a directory, ports
 * and settings. Out: running services and their addresses; closing the stack stops the services in
 * order. Must not know who uses the stack: {@code dev}, {@code demo}, or trials.
 */
@NullMarked
package io.reprise.local.stack;

import org.jspecify.annotations.NullMarked;
