/**
 * Limits on one request and on all requests together. In: configuration, and the sizes of requests.
 * Out: leases, or none if a limit is reached. Must not know anything about an event except its size
 * in bytes.
 */
@NullMarked
package io.reprise.ingest.service.limit;

import org.jspecify.annotations.NullMarked;
