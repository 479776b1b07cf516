/**
 * The commands of a developer's machine. In: a command line of {@code reprise}. Out: the stack of
 * services that {@code dev} and {@code demo} run, and test servers in place of production servers.
 * Must not know the module trials.
 */
@NullMarked
package io.reprise.local;

import org.jspecify.annotations.NullMarked;
