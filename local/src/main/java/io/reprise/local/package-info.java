/**
 * The commands of a developer's machine. In: a command line of {@code reprise}. Out: the stack of
 * {@code dev} and {@code demo}, and the servers that replace production servers in it. Must not
 * know trials.
 */
@NullMarked
package io.reprise.local;

import org.jspecify.annotations.NullMarked;
