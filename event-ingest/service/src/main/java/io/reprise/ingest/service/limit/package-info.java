/**
 * Limits on one request and on all requests together. In: configuration, and the sizes of requests.
 * Out: a lease for each admitted request, or no lease if a limit is reached. Must not know anything
 * about an event except its size in bytes.
 */
@NullMarked
package io.reprise.ingest.service.limit;

import org.jspecify.annotations.NullMarked;
