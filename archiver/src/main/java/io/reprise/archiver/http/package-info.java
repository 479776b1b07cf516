/**
 * The HTTP API of an archiver. In: requests. Out: JSON documents, and JSON lines for requests that
 * take long. Must not know how partitions are archived and trimmed.
 */
@NullMarked
package io.reprise.archiver.http;

import org.jspecify.annotations.NullMarked;
