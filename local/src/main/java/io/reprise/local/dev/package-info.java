/**
 * {@code reprise dev}: everything on one machine, until Ctrl-C. In: a directory and a first port.
 * Out: a running stack and what to paste next.
 */
@NullMarked
package io.reprise.local.dev;

import org.jspecify.annotations.NullMarked;
