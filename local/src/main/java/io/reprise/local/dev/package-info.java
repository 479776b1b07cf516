/**
 * {@code reprise dev}: runs everything on one machine until Ctrl-C. In: a directory and a first
 * port. Out: a running stack, and commands to try. Must not know the demonstration.
 */
@NullMarked
package io.reprise.local.dev;

import org.jspecify.annotations.NullMarked;
