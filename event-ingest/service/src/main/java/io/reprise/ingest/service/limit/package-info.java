/**
 * Limits on one request and on all requests together. In: configuration, and the sizes of requests.
 * Out: leases, or none if a limit is reached. Of an event only its size in bytes is known here.
 */
@NullMarked
package io.reprise.ingest.service.limit;

import org.jspecify.annotations.NullMarked;
