/**
 * Requests become events. In: media type, headers and bytes. Out: each event's attributes and data
 * as they were sent, or what was malformed. It does not know what attributes mean.
 */
@NullMarked
package io.reprise.ingest.service.parse;

import org.jspecify.annotations.NullMarked;
