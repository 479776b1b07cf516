/**
 * The topics for which this instance accepts events: topics whose recent event ids have been read
 * back. In: a topic's name. Out: an {@link OpenTopic}, or the refusal that says why events cannot
 * be sent to the topic. Must not know HTTP.
 */
@NullMarked
package io.reprise.ingest.service.open;

import org.jspecify.annotations.NullMarked;
