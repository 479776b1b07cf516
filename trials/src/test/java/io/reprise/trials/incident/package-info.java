/**
 * What the incident of docs/howto/worked-incident.md needs. In: a broker and a registry. Out: wrong
 * orders, the service that books them, and a live group that reads the bookings.
 */
@NullMarked
package io.reprise.trials.incident;

import org.jspecify.annotations.NullMarked;
