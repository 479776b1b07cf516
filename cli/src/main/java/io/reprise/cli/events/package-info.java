/**
 * {@code reprise events}: reads events. In: a topic, a partition and offsets. Out: printed events.
 */
@NullMarked
package io.reprise.cli.events;

import org.jspecify.annotations.NullMarked;
