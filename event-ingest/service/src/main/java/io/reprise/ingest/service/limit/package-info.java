/**
 * How much one caller, and all callers together, may ask for. In: configuration and requests'
 * sizes. Out: leases, or the problem that says when to come again. It knows no event.
 */
@NullMarked
package io.reprise.ingest.service.limit;

import org.jspecify.annotations.NullMarked;
