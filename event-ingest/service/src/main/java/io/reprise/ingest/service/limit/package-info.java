/**
 * Limits on one request and on all requests together. In: configuration, and the sizes of requests.
 * Out: leases, or none if a limit is reached. Events are counted in bytes only.
 */
@NullMarked
package io.reprise.ingest.service.limit;

import org.jspecify.annotations.NullMarked;
