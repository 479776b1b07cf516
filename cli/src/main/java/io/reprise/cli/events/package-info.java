/** {@code reprise events}: looking at the log by offset. */
@NullMarked
package io.reprise.cli.events;

import org.jspecify.annotations.NullMarked;
